import Dataset
import TestKit
import Testing
import Vips

@testable import Prepare

/// What becomes of embedded profiles, against Pillow's colour management and arithmetic of numpy's.
@Suite struct ProfileTests {
    private let scene: Scene
    private let directory: TemporaryDirectory

    init() throws {
        scene = try Scene()
        directory = try TemporaryDirectory("profiles")
    }

    /// Prepares a picture of exactly the square's size, so that no pixel is resampled, and asks the peer how far it is
    /// from what others make of it.
    private func difference(
        _ file: [UInt8], _ format: PictureFormat, intent: Int?
    ) async throws -> (mean: Double, most: Double) {
        let prepared = try await scene.prepared(try scene.keep(file, as: format), .small)
        let pixels = try directory.write(scene.pixels(prepared), "pixels")
        let path = try directory.write(file, "picture.\(format == .png ? "png" : "jpg")")
        let found = Found()
        try await PythonPeer.run(
            "Tests/Stages/Prepare/colour_peer.py", [path, pixels] + (intent.map { ["\($0)"] } ?? [])
        ) { answer in
            await found.take(try #require(answer["mean"]?.double), try #require(answer["most"]?.double))
        }
        return await found.values
    }

    private actor Found {
        var values = (mean: Double.infinity, most: Double.infinity)
        func take(_ mean: Double, _ most: Double) { values = (mean, most) }
    }

    /// Gradients of 16 bits, each band's another one. Colours are those of 8 bits, so that the peer need not round them;
    /// the last band, alpha where there is one, has all values from nothing on the left to all on the right.
    private static func deep(_ bands: Int) throws -> [UInt8] {
        var pixels = [UInt16](repeating: 0, count: 512 * 512 * bands)
        for y in 0..<512 {
            for x in 0..<512 {
                let at = (y * 512 + x) * bands
                let values = [
                    (x + y) / 4 * 257, (255 - y / 2) * 257, (80 + (x + y) / 8) * 257, x * 65535 / 511,
                ]
                for band in 0..<bands { pixels[at + band] = UInt16(values[band + 4 - bands]) }
            }
        }
        return try Picture.from16BitPixels(pixels, width: 512, height: 512, bands: bands)
            .encoded(as: .png(compression: 1))
    }

    /// Patches of colour, each of 16 by 16 pixels.
    private static func patches(_ bands: Int = 3, isCMYK: Bool = false) throws -> Picture {
        var pixels = [UInt8](repeating: 0, count: 512 * 512 * bands)
        for y in 0..<512 {
            for x in 0..<512 {
                let (column, row) = (x / 16, y / 16)
                let values = [column * 8, row * 8, (column * 5 + row * 3) % 32 * 8, (column + row) % 8 * 12]
                for band in 0..<bands { pixels[(y * 512 + x) * bands + band] = UInt8(values[band]) }
            }
        }
        return try Picture.fromPixels(pixels, width: 512, height: 512, bands: bands, isCMYK: isCMYK)
    }

    // MARK: - 16 bits with alpha

    @Test(.needs(.python), arguments: [("wide", ICCProfile.adobeRGB, 4), ("grey", .linearGrey, 2)])
    func transparencyOf16BitsSurvivesAProfile(_ name: String, _ profile: ICCProfile, _ bands: Int)
        async throws
    {
        let bare = try Self.deep(bands)
        #expect(try await difference(bare, .png, intent: nil).mean < 1)
        let tagged = try await difference(profile.embedded(inPNG: bare), .png, intent: 1)
        // Of 16 bits Little CMS makes a table, which is some levels off in dark colours outside of sRGB.
        #expect(tagged.mean < 1 && tagged.most < 20, "\(name): \(tagged)")
        // The control: the peer sees whether a profile was applied.
        #expect(try await difference(profile.embedded(inPNG: bare), .png, intent: nil).mean > 3)
    }

    @Test(.needs(.python)) func coloursOf16BitsWithoutAlphaAreTheSame() async throws {
        for (profile, bands) in [(ICCProfile.adobeRGB, 3), (.linearGrey, 1)] {
            let tagged = try profile.embedded(inPNG: Self.deep(bands))
            let found = try await difference(tagged, .png, intent: 1)
            #expect(found.mean < 1, "\(found)")
        }
    }

    @Test(.needs(.python)) func transparencyOf8BitsSurvivesAProfile() async throws {
        for (profile, bands) in [(ICCProfile.adobeRGB, 4), (.linearGrey, 2)] {
            let file = try profile.embedded(inPNG: Self.patches(bands).encoded(as: .png(compression: 1)))
            #expect(try await difference(file, .png, intent: 1).mean < 1)
        }
        let palette = PNGParts.chunk("PLTE", [1, 2, 3, 200, 100, 50])
        // Eight pixels in a byte, half of them of each colour.
        let rows = repeated([0] + [UInt8](repeating: 0x0F, count: 64), 512 * 65)
        let file = PNGParts.file(
            PNGParts.header(512, 512, depth: 1, colour: 3), palette, PNGParts.chunk("tRNS", [90, 200]),
            PNGParts.chunk("IDAT", Zlib.stored(rows)))
        #expect(try await difference(ICCProfile.adobeRGB.embedded(inPNG: file), .png, intent: 1).mean < 1)
    }

    @Test func aTransparentColourOf16BitsSurvivesAProfile() async throws {
        let pixel: [UInt8] = [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC]
        let rows = repeated([0] + repeated(pixel, 8 * 6), 8 * 49)
        func file(_ chosen: [UInt8]) -> [UInt8] {
            ICCProfile.adobeRGB.embedded(
                inPNG: PNGParts.file(
                    PNGParts.header(8, 8, depth: 16), PNGParts.chunk("tRNS", chosen),
                    PNGParts.chunk("IDAT", Zlib.stored(rows))))
        }
        let clear = try await scene.prepared(scene.keep(file(pixel), as: .png), .small)
        #expect(try scene.pixels(clear).allSatisfy { $0 == 255 })
        // The control: another colour is the transparent one.
        let other = try await scene.prepared(scene.keep(file([0, 0, 0, 0, 0, 0]), as: .png), .small)
        let expected = ICCProfile.adobeToSRGB([0x12, 0x56, 0x9A])
        #expect(isNear(try scene.pixels(other).prefix(3), expected, 2))
    }

    // MARK: - Tables for some intents

    private static let swapped: ICCProfile.Table = { [$0[2], $0[1], $0[0]] }
    private static let turned: ICCProfile.Table = { [$0[1], $0[2], $0[0]] }
    private static let dimmed: ICCProfile.Table = { [$0[0] * 0.6, $0[1] * 0.6, $0[2] * 0.6] }

    /// The tags of a profile and the intent by which its picture is converted.
    private static let cases: [(tables: [(String, ICCProfile.Table)], intent: Int)] = [
        ([("A2B0", swapped)], 0), ([("A2B1", swapped)], 1), ([("A2B2", swapped)], 2),
        ([("A2B0", turned), ("A2B1", swapped)], 1), ([("A2B0", swapped), ("A2B2", turned)], 0),
        ([("A2B0", dimmed), ("A2B1", swapped), ("A2B2", turned)], 1),
    ]

    @Test(.needs(.python), arguments: 0..<6, [2, 4] as [UInt8])
    func theIntentThatAProfileHasIsUsed(_ number: Int, _ version: UInt8) async throws {
        let (tables, intent) = Self.cases[number]
        let profile = ICCProfile.tables(tables, version: version)
        let bare = try Self.patches().encoded(as: .png(compression: 1))
        let found = try await difference(profile.embedded(inPNG: bare), .png, intent: intent)
        #expect(found.mean < 1, "\(found)")
        // The control: the numbers as they are would be far off.
        let untouched = try await scene.prepared(scene.keep(bare, as: .png), .small)
        let converted = try await scene.prepared(
            scene.keep(profile.embedded(inPNG: bare), as: .png), .small)
        let apart = zip(try scene.pixels(untouched), try scene.pixels(converted)).map {
            abs(Int($0) - Int($1))
        }
        #expect(apart.reduce(0, +) / apart.count > 20)
    }

    @Test(.needs(.python)) func inksOfOneIntentAreConvertedByTheirProfile() async throws {
        let inks: ICCProfile.Table = { ink in (0..<3).map { (1 - ink[$0]) * (1 - ink[3]) } }
        for (tag, intent) in [("A2B0", 0), ("A2B1", 1)] {
            let profile = ICCProfile.tables([(tag, inks)], space: "CMYK", kind: "prtr", grid: 5)
            let bare = try Self.patches(4, isCMYK: true).encoded(as: .jpeg(quality: 95))
            let found = try await difference(profile.embedded(in: bare), .jpeg, intent: intent)
            #expect(found.mean < 1, "\(tag) \(found)")
        }
    }
}
