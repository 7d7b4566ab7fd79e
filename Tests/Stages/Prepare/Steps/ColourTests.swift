import Dataset
import TestKit
import Testing
import Vips

@testable import Prepare

@Suite struct ColourTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func colour(
        of picture: borrowing Picture, as encoding: PictureEncoding = .png(compression: 1)
    ) async throws -> [UInt8] {
        try await colour(
            of: picture.encoded(as: encoding, keepingMetadata: true), as: encoding.format)
    }

    private func colour(of file: [UInt8], as format: PictureFormat) async throws -> [UInt8] {
        let prepared = try await scene.prepared(try scene.keep(file, as: format), .small)
        let pixels = try scene.pixels(prepared)
        // One colour went in, and one must come out, up to the very edge.
        #expect(isPlain(pixels))
        return Array(pixels.prefix(3))
    }

    @Test func aWideProfileIsBroughtToSRGB() async throws {
        let wide = try plain([220, 60, 40]).toDisplayP3()
        let stored = Array(try wide.pixels().prefix(3))
        #expect(!isNear(stored, [220, 60, 40], 8))
        #expect(isNear(try await colour(of: wide), [220, 60, 40], 2))
        // The control: the same stored numbers without their profile are taken as they are.
        #expect(try await colour(of: plain(stored)) == stored)
    }

    @Test func inksBecomeColours() async throws {
        let tagged = try await colour(of: plain([40, 90, 200]).toCMYK(), as: .jpeg(quality: 100))
        #expect(isNear(tagged, [40, 90, 200], 40), "\(tagged)")
        let bare = try await colour(of: plain([0, 0, 0, 0], isCMYK: true), as: .jpeg(quality: 100))
        #expect(isNear(bare, [255, 255, 255], 6), "\(bare)")
    }

    @Test func greyBecomesColour() async throws {
        #expect(try await colour(of: plain([77])) == [77, 77, 77])
    }

    @Test func sixteenBitsBecomeEightByRounding() throws {
        // Every value there is: 257 of them are one of the 256.
        let values = (0...65535).map { UInt16($0) }
        for bands in [1, 3] {
            let deep = values.flatMap { [UInt16](repeating: $0, count: bands) }
            let picture = try Picture.from16BitPixels(deep, width: 256, height: 256, bands: bands)
            let found = try picture.toSRGB()
            #expect(found.bands == 3 && found.bitsPerBand == 8 && found.interpretation == "srgb")
            let pixels = try found.pixels()
            #expect(values.allSatisfy { pixels[Int($0) * 3] == UInt8((Double($0) / 257).rounded()) })
        }
    }

    @Test func sixteenBitsWithAlphaAreFlattened() async throws {
        let deep = Array(repeatElement([0x1234, 0x8000, 0xFE00, 0x8080] as [UInt16], count: 64).joined())
        let found = try await colour(of: Picture.from16BitPixels(deep, width: 8, height: 8, bands: 4))
        #expect(isNear(found, [0x88, 0xBF, 0xFE], 1), "\(found)")
    }

    @Test func greyWithAlphaIsFlattened() async throws {
        #expect(isNear(try await colour(of: plain([100, 128])), [177, 177, 177], 1))
    }

    @Test func aPaletteBecomesColour() async throws {
        let palette = PNGParts.chunk("PLTE", [1, 2, 3, 200, 100, 50])
        // One bit a pixel: eight rows of a filter's number and eight ones, stored as they are.
        let rows = repeated([0, 0xFF], 16)
        let file = PNGParts.file(
            PNGParts.header(8, 8, depth: 1, colour: 3), palette, PNGParts.chunk("IDAT", Zlib.stored(rows)))
        #expect(try await colour(of: file, as: .png) == [200, 100, 50])
        // The same with a transparent entry shows the background.
        let seen = PNGParts.chunk("tRNS", [255, 0])
        let clear = PNGParts.file(
            PNGParts.header(8, 8, depth: 1, colour: 3), palette, seen,
            PNGParts.chunk("IDAT", Zlib.stored(rows)))
        #expect(try await colour(of: clear, as: .png) == [255, 255, 255])
    }

    @Test func adobesColoursAreBroughtToSRGB() async throws {
        let stored: [UInt8] = [180, 140, 90]
        let file = try plain(stored).encoded(as: .jpeg(quality: 100))
        let decoded = Array(try Picture.open(bytes: file, as: .jpeg).pixels().prefix(3))
        let found = try await colour(of: ICCProfile.adobeRGB.embedded(in: file), as: .jpeg)
        let expected = ICCProfile.adobeToSRGB(decoded)
        #expect(isNear(found, expected, 2), "\(found) \(expected)")
        #expect(!isNear(decoded, expected, 4))
    }

    @Test func greyWithAProfileOfItsOwnIsBroughtToSRGB() async throws {
        let file = try plain([51]).encoded(as: .jpeg(quality: 100))
        // A fifth of the light is 124 in sRGB.
        let found = try await colour(of: ICCProfile.linearGrey.embedded(in: file), as: .jpeg)
        #expect(isNear(found, [124, 124, 124], 2), "\(found)")
        #expect(try await colour(of: file, as: .jpeg) == [51, 51, 51])
    }

    @Test func aProfileThatDoesNotFitIsLeftAside() async throws {
        let grey = try plain([51]).encoded(as: .jpeg(quality: 100))
        #expect(try await colour(of: ICCProfile.adobeRGB.embedded(in: grey), as: .jpeg) == [51, 51, 51])
        let file = try plain([90, 90, 90]).encoded(as: .jpeg(quality: 100))
        #expect(try await colour(of: ICCProfile.linearGrey.embedded(in: file), as: .jpeg) == [90, 90, 90])
        let broken = ICCProfile(bytes: Array(ICCProfile.adobeRGB.bytes.prefix(150)))
        #expect(try await colour(of: broken.embedded(in: file), as: .jpeg) == [90, 90, 90])
    }

    @Test func whatIsTransparentShowsTheBackground() async throws {
        #expect(try await colour(of: plain([10, 20, 30, 0])) == [255, 255, 255])
        #expect(try await colour(of: plain([10, 20, 30, 255])) == [10, 20, 30])
        let half = try await colour(of: plain([10, 20, 30, 128]))
        #expect(isNear(half, [132, 137, 142], 1), "\(half)")
        var recipe = Recipe.small
        recipe.background = Recipe.RGB(red: 1, green: 2, blue: 3)
        let kept = try scene.keep(plain([10, 20, 30, 0]))
        let prepared = try await scene.prepared(kept, recipe)
        #expect(try Array(scene.pixels(prepared).prefix(3)) == [1, 2, 3])
    }

    @Test func sixteenBitAlphaOnGreyIsFlattenedToo() async throws {
        let deep = Array(repeatElement([0x4000, 0x8000] as [UInt16], count: 64).joined())
        let found = try await colour(of: Picture.from16BitPixels(deep, width: 8, height: 8, bands: 2))
        #expect(isNear(found, [0x9F, 0x9F, 0x9F], 2), "\(found)")
    }
}
