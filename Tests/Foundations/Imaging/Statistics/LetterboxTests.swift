import Dataset
import Testing
import TestKit
import Vips

@testable import Imaging

/// Scenery between two bars.
struct Letterboxed {
    var width = 320
    var height = 240
    /// Pixels of each bar.
    var bar: Int
    var areRows = true
    var colour: UInt8 = 0
    var seed: UInt32 = 11

    func picture() throws -> Picture {
        var pixels = Scenery(width: width, height: height, seed: seed).pixels()
        for y in 0..<height {
            for x in 0..<width {
                let (at, length) = areRows ? (y, height) : (x, width)
                guard at < bar || at >= length - bar else { continue }
                for band in 0..<3 { pixels[(y * width + x) * 3 + band] = colour }
            }
        }
        return try Picture.fromPixels(pixels, width: width, height: height)
    }
}

@Suite struct LetterboxTests {
    private let scene: ImageFolder

    init() throws { scene = try ImageFolder() }

    @Test(arguments: [true, false]) func barsAreFound(_ areRows: Bool) throws {
        let box = try scene.statistics(Letterboxed(bar: 30, areRows: areRows).picture()).contentBox
        #expect(
            box
                == (areRows
                    ? PixelBox(left: 0, top: 30, width: 320, height: 180)
                    : PixelBox(left: 30, top: 0, width: 260, height: 240)))
    }

    @Test(arguments: [40, 60, 80, 95]) func barsAreFoundThroughJPEG(_ quality: Int) throws {
        let box = try #require(
            scene.statistics(Letterboxed(bar: 29, colour: 255).picture(), "a.jpg", quality: quality)
                .contentBox)
        #expect(abs(box.top - 29) <= 8 && abs(box.top + box.size.height - 211) <= 8)
        #expect(box.left == 0 && box.size.width == 320)
    }

    @Test func theBoxIsInTheUprightPicturesOwnPixels() throws {
        // 1280 × 960, decoded at a half, and lying on its side.
        let picture = try Letterboxed(width: 1280, height: 960, bar: 120).picture()
        let box = try #require(scene.statistics(try picture.withOrientation(6), "a.jpg").contentBox)
        #expect(box.top == 0 && box.size.height == 1280)
        #expect(abs(box.left - 120) <= 8 && abs(box.size.width - 720) <= 16)
    }

    @Test func thinBarsAndASingleOneAreNone() throws {
        #expect(try scene.statistics(Letterboxed(bar: 6).picture()).contentBox == nil)
        var pixels = Scenery(seed: 11).pixels()
        for at in 0..<320 * 30 * 3 { pixels[at] = 0 }
        #expect(try scene.statistics(Picture.fromPixels(pixels, width: 320, height: 240)).contentBox == nil)
    }

    @Test func barsOfTwoColoursAreNone() throws {
        var pixels = Scenery(seed: 11).pixels()
        for at in 0..<320 * 30 * 3 {
            pixels[at] = 0
            pixels[pixels.count - 1 - at] = 255
        }
        #expect(try scene.statistics(Picture.fromPixels(pixels, width: 320, height: 240)).contentBox == nil)
    }

    @Test func aSubjectOnAPlainBackgroundHasNoBars() throws {
        // Round, then a tall box, then one as wide as the picture is not but for thin margins: none is a letterbox.
        let outlines: [(Int, Int) -> Bool] = [
            { x, y in (x - 160) * (x - 160) + (y - 120) * (y - 120) < 90 * 90 },
            { x, y in (100..<200).contains(x) && (20..<220).contains(y) },
            { x, y in (20..<300).contains(x) && (40..<200).contains(y) },
            { x, y in y > 40 && y < 200 && abs(x - 160) < (y - 40) },
        ]
        let scenery = Scenery(seed: 12).pixels()
        for (number, isInside) in outlines.enumerated() {
            var pixels = scenery
            for y in 0..<240 {
                for x in 0..<320 where !isInside(x, y) {
                    for band in 0..<3 { pixels[(y * 320 + x) * 3 + band] = 250 }
                }
            }
            let picture = try Picture.fromPixels(pixels, width: 320, height: 240)
            #expect(try scene.statistics(picture).contentBox == nil, "outline \(number)")
            #expect(
                try scene.statistics(picture, "a.jpg", quality: 70).contentBox == nil, "outline \(number)")
        }
    }

    @Test func aPictureWithoutBarsHasNone() throws {
        for seed in 1...5 as ClosedRange<UInt32> {
            #expect(try scene.statistics(Scenery(seed: seed).picture()).contentBox == nil)
        }
    }
}
