import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct ColourTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func colour(
        of picture: borrowing Picture, as encoding: PictureEncoding = .png(compression: 1)
    ) async throws -> [UInt8] {
        let kept = try scene.keep(picture, as: encoding)
        let prepared = try await scene.prepared(kept, .small)
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

    @Test func sixteenBitsBecomeEight() async throws {
        let deep = Array(repeatElement([0x1234, 0x8000, 0xFE00] as [UInt16], count: 64).joined())
        let found = try await colour(of: Picture.from16BitPixels(deep, width: 8, height: 8))
        #expect(isNear(found, [0x12, 0x80, 0xFE], 1), "\(found)")
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
