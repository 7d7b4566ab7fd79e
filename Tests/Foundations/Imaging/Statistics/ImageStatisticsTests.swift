import Dataset
import Foundation
import Testing
import TestKit
import Vips
import Workers

@testable import Imaging

@Suite struct ImageStatisticsTests {
    private let scene: ImageFolder

    init() throws { scene = try ImageFolder() }

    private func plain(_ values: [UInt8], _ width: Int = 60, _ height: Int = 40) throws -> Picture {
        let pixels = (0..<width * height).flatMap { _ in values }
        return try Picture.fromPixels(pixels, width: width, height: height, bands: values.count)
    }

    @Test func plainPicturesHaveThePlainestNumbers() throws {
        let white = try scene.statistics(plain([255, 255, 255]))
        #expect(white.brightness == Brightness(p1: 1, p5: 1, p99: 1) && white.isGrey)
        #expect(white.entropy == 1.585 && white.detail.bytesPerPixel == 0)
        #expect(white.hash == nil && white.contentBox == nil && white.transparentShare == 0)
        let black = try scene.statistics(plain([0]))
        #expect(black.brightness == Brightness(p1: 0, p5: 0, p99: 0) && black.entropy == 0)
        // √0.241 = 0.4909
        #expect(try scene.statistics(plain([255, 0, 0])).brightness.p5 == 0.4907)
    }

    @Test func brightnessIsCountedOnPixelsAndNotOnMeans() throws {
        // One in 20 pixels white, evenly spread over 1 megapixel: means of squares would be grey.
        let pixels: [UInt8] = (0..<1200 * 900).map { $0 % 20 == 7 ? 255 : 10 }
        let statistics = try scene.statistics(Picture.fromPixels(pixels, width: 1200, height: 900, bands: 1))
        #expect(statistics.brightness == Brightness(p1: 0.0392, p5: 0.0392, p99: 1))
        // Two values, 5 to 95.
        #expect(abs(statistics.entropy - 0.286) < 0.02)
    }

    @Test func greyIsWhatHasNoColourWhateverItsBands() throws {
        let grey = Scenery(seed: 3).pixels()
        let threefold = stride(from: 0, to: grey.count, by: 3).flatMap { [grey[$0], grey[$0], grey[$0]] }
        let picture = try Picture.fromPixels(threefold, width: 320, height: 240)
        #expect(try scene.statistics(picture, "a.jpg", quality: 60).isGrey)
        #expect(try !scene.statistics(Scenery(seed: 3).picture()).isGrey)
        // One red patch of 16 by 16.
        var patched = threefold
        for y in 100..<116 { for x in 50..<66 { patched[(y * 320 + x) * 3] = 255 } }
        #expect(try !scene.statistics(Picture.fromPixels(patched, width: 320, height: 240)).isGrey)
    }

    @Test func transparencyIsAShareAndTheRestLiesOnWhite() throws {
        // A black picture of which the upper quarter can't be seen.
        let pixels = (0..<80 * 80).flatMap { [0, 0, 0, $0 < 80 * 20 ? 0 : 255] as [UInt8] }
        let statistics = try scene.statistics(Picture.fromPixels(pixels, width: 80, height: 80, bands: 4))
        #expect(statistics.transparentShare == 0.25)
        #expect(statistics.brightness == Brightness(p1: 0, p5: 0, p99: 1))
    }

    @Test func aTurnedPictureIsMeasuredUpright() throws {
        let upright = Scenery(seed: 9)
        let pixels = upright.pixels()
        // Orientation 6 says that the file's first row is the right-hand column.
        let lying = (0..<320).flatMap { row in
            (0..<240).flatMap { column -> [UInt8] in
                let at = (column * 320 + (319 - row)) * 3
                return Array(pixels[at..<at + 3])
            }
        }
        let hash = try #require(scene.statistics(try upright.picture(), "a.jpg").hash)
        let picture = try Picture.fromPixels(lying, width: 240, height: 320)
        let right = try #require(scene.statistics(try picture.withOrientation(6), "b.jpg").hash)
        let wrong = try #require(scene.statistics(picture, "c.jpg").hash)
        #expect(hash.distance(to: right) <= 2)
        #expect(hash.distance(to: wrong) > 16)
    }

    @Test func blurIsFoundAndADrawingIsNotTakenForIt() throws {
        // The default threshold of the rule image-blurry.
        let limit = 0.29
        #expect(try scene.statistics(Scenery(seed: 5).picture()).sharpness.score > limit)
        #expect(
            try scene.statistics(Scenery.blurred(5)).sharpness.score < limit)
        // Two greys and one straight edge: hardly an edge, but a spiky histogram.
        let drawing: [UInt8] = (0..<200 * 200).map { $0 % 200 < 100 ? 40 : 90 }
        let statistics = try scene.statistics(Picture.fromPixels(drawing, width: 200, height: 200, bands: 1))
        #expect(statistics.sharpness.edges < 30 && statistics.sharpness.score > limit)
    }

    @Test func extremeSizesAreMeasuredToo() throws {
        for (width, height) in [(1, 1), (2, 1), (1, 3000), (5000, 2), (8200, 9), (1025, 1024)] {
            for name in ["a.png", "a.jpg", "a.webp"] {
                let values = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 7) }
                let picture = try Picture.fromPixels(values, width: width, height: height, bands: 1)
                let measured = try scene.measure(try scene.save(picture, name), thumbnail: true)
                #expect(measured.statistics.brightness.p99 <= 1, "\(width)×\(height) \(name)")
            }
        }
    }

    @Test(arguments: [(64, 1024), (64, 2048), (128, 4096)]) func aFileThatEndsEarlyIsFoundInEveryHeight(
        _ width: Int, _ height: Int
    ) throws {
        for height in height...height + 16 {
            for ending in ["jpg", "webp", "png"] {
                let path = try scene.save(try Files.noise(width, height), "whole." + ending, quality: 80)
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
                let cut = scene.directory + "/cut." + ending
                try Data(bytes.dropLast(100)).write(to: URL(fileURLWithPath: cut))
                #expect(try scene.measure(path).statistics.entropy > 5)
                if ending == "jpg" {
                    #expect(try scene.measure(cut).damage != nil, "\(height)")
                } else {
                    #expect(throws: VipsError.self, "\(ending) \(height)") { try scene.measure(cut) }
                }
            }
        }
    }

    @Test func theLedgerGivesBackWhatItTook() throws {
        for statistics in [
            try scene.statistics(Scenery(seed: 1).picture(), "a.jpg"),
            try scene.statistics(plain([255, 9, 3])),
            try scene.statistics(Letterboxed(bar: 30).picture()),
        ] {
            let text = statistics.json.text()
            #expect(ImageStatistics(json: try JSONValue(parsing: text)) == statistics)
            #expect(
                ImageStatistics(json: .object(statistics.json.members!.filter { $0.key != "entropy" })) == nil
            )
        }
    }

    @Test func sixteenBitsAndInksAreMeasured() throws {
        let pixels = Scenery(seed: 2).pixels()
        let eight = try scene.statistics(Picture.fromPixels(pixels, width: 320, height: 240))
        var sixteen = try scene.statistics(
            Picture.from16BitPixels(pixels.map { UInt16($0) * 257 }, width: 320, height: 240))
        // Means of 16-bit values are rounded later than those of 8-bit ones.
        #expect(abs(sixteen.sharpness.edges - eight.sharpness.edges) < 0.1)
        #expect(abs(sixteen.sharpness.greySpread - eight.sharpness.greySpread) < 0.1)
        sixteen.sharpness = eight.sharpness
        #expect(eight == sixteen)
        let inks = try scene.statistics(
            Picture.fromPixels(pixels, width: 320, height: 240).toCMYK(), "a.jpg")
        #expect(abs(inks.brightness.p99 - eight.brightness.p99) < 0.1)
        #expect(try #require(inks.hash).distance(to: try #require(eight.hash)) <= 8)
    }

    @Test func theSameFileGivesTheSameOnEveryThread() async throws {
        let path = try scene.save(Scenery(width: 1100, height: 300, seed: 4).picture(), "a.jpg")
        let workers = VipsRuntime.workers(4)
        let expected = try scene.measure(path, thumbnail: true)
        try await withThrowingTaskGroup(of: ImageStatistics.Measured.self) {
            [scene = Unchecked(scene)] group in
            for _ in 0..<8 {
                group.addTask { try await workers.run { try scene.value.measure(path, thumbnail: true) } }
            }
            for try await measured in group { #expect(measured == expected) }
        }
    }

    @Test func thumbnailsAreSmallUprightAndKeepTheirAlpha() throws {
        let pixels = (0..<900 * 300).flatMap { [200, 30, 30, UInt8($0 % 2 * 255)] as [UInt8] }
        let path = try scene.save(
            try Picture.fromPixels(pixels, width: 900, height: 300, bands: 4), "a.webp")
        #expect(try scene.measure(path).thumbnail == nil)
        let clear = try #require(scene.measure(path, thumbnail: true).thumbnail)
        let thumbnail = try Picture.open(bytes: clear.bytes, as: PictureFormat(clear.format))
        #expect(thumbnail.width <= 256 && thumbnail.width > 128 && thumbnail.hasAlpha)
        #expect(clear.bytes.count < 20_000)
        let lying = try scene.save(Scenery(seed: 8).picture().toDisplayP3().withOrientation(6), "b.jpg")
        let opaque = try #require(scene.measure(lying, thumbnail: true).thumbnail)
        let upright = try Picture.open(bytes: opaque.bytes, as: .jpeg)
        #expect(opaque.format == .jpeg && upright.height > upright.width)
        #expect(upright.orientation == 1 && !upright.hasICCProfile)
    }

    @Test func theForecastOfAPNGIsNear() throws {
        for seed in [1, 2, 3] as [UInt32] {
            let picture = try Scenery(width: 256, height: 256, seed: seed).picture()
                .resized(horizontalScale: 2, verticalScale: 2)
            let statistics = try scene.statistics(picture)
            let file = try picture.encoded(as: .png(compression: 6)).count
            let forecast = statistics.detail.png(ofPixels: 512 * 512, isGrey: statistics.isGrey) * 512 * 512
            #expect(abs(forecast / Double(file) - 1) < 0.35, "\(forecast) for \(file)")
        }
    }

    /// The left half opaque, the right one nearly clear; all black.
    private static func halfClear() throws -> Picture {
        var pixels = [UInt16](repeating: 0, count: 640 * 600 * 4)
        for at in 0..<640 * 600 { pixels[at * 4 + 3] = at % 640 < 320 ? 65535 : 2570 }
        return try Picture.from16BitPixels(pixels, width: 640, height: 600, bands: 4)
    }

    @Test func transparencyOf16BitsIsMeasuredAndShownBesideAProfile() throws {
        let scene = try ImageFolder()
        let bare = try scene.save(Self.halfClear(), "bare.png")
        let file = try Self.halfClear().encoded(as: .png(compression: 1), keepingMetadata: true)
        let directory = try TemporaryDirectory("deep")
        let tagged = try directory.write(ICCProfile.adobeRGB.embedded(inPNG: file), "tagged.png")
        let (without, with) = (
            try scene.measure(bare, thumbnail: true), try scene.measure(tagged, thumbnail: true)
        )
        // Black stays black in every space, so that both are the same in all.
        #expect(with.statistics.brightness == without.statistics.brightness)
        #expect(with.statistics.brightness.p99 > 0.9 && with.statistics.transparentShare == 0.5)
        let thumbnail = try #require(with.thumbnail)
        #expect(thumbnail.format == .webp)
        let shown = try Picture.open(bytes: thumbnail.bytes, as: .webp, access: .random)
        let (pixels, width) = (try shown.pixels(), shown.width)
        #expect(pixels[3] > 250 && pixels[(width - 1) * 4 + 3] < 20)
    }
}

/// The scene only reads a file that is there.
private struct Unchecked: @unchecked Sendable {
    let value: ImageFolder
    init(_ value: ImageFolder) { self.value = value }
}
