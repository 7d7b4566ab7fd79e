import Testing
import Vips

@Suite struct PictureVerbTests {
    /// 2×3 pixels, grey 1 to 6, row by row.
    private func digits() throws -> Picture {
        try Picture.fromPixels([1, 2, 3, 4, 5, 6], width: 2, height: 3, bands: 1)
    }

    @Test(arguments: [
        (1, [1, 2, 3, 4, 5, 6]), (2, [2, 1, 4, 3, 6, 5]), (3, [6, 5, 4, 3, 2, 1]), (4, [5, 6, 3, 4, 1, 2]),
        (5, [1, 3, 5, 2, 4, 6]), (6, [5, 3, 1, 6, 4, 2]), (7, [6, 4, 2, 5, 3, 1]), (8, [2, 4, 6, 1, 3, 5]),
    ]) func uprightPutsEveryPixelInPlace(_ orientation: Int, _ expected: [UInt8]) throws {
        let upright = try digits().withOrientation(orientation).upright()
        #expect(try upright.pixels() == expected)
        #expect(upright.orientation == 1)
        #expect(upright.width == (orientation < 5 ? 2 : 3))
    }

    @Test func turningWorksOnAPictureThatIsReadInOrder() throws {
        let scratch = try Scratch()
        let source = try noise(600, 400)
        let path = try scratch.save(try source.withOrientation(3), "a", as: .jpeg(quality: 100))
        let turned = try Picture.open(path, as: .jpeg).upright().pixels()
        let stored = try Picture.open(path, as: .jpeg).pixels()
        #expect(Array(turned.prefix(3)) == Array(stored.suffix(3)))
        #expect(Array(turned.suffix(3)) == Array(stored.prefix(3)))
    }

    @Test func flattenMixesWithTheBackground() throws {
        let pixels: [UInt8] = [200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 128]
        let picture = try Picture.fromPixels(pixels, width: 3, height: 1, bands: 4)
        let flat = try picture.flattened(background: (10, 20, 30))
        let values = try flat.pixels()
        #expect(flat.bands == 3)
        #expect(Array(values[0..<6]) == [200, 100, 0, 10, 20, 30])
        for (value, expected) in zip(values[6...], [105, 60, 15]) { #expect(abs(Int(value) - expected) <= 1) }
        #expect(try noise(2, 2).flattened(background: (0, 0, 0)).pixels() == noise(2, 2).pixels())
    }

    @Test func cropTakesThePartAndNothingOutside() throws {
        #expect(try digits().cropped(left: 1, top: 1, width: 1, height: 2).pixels() == [4, 6])
        #expect(throws: VipsError.self) {
            _ = try digits().cropped(left: 1, top: 1, width: 2, height: 2).width
        }
    }

    @Test func resizeKeepsAPlainColourAndMeetsTheSize() throws {
        let plain = try Picture.fromPixels([UInt8](repeating: 90, count: 90 * 60 * 3), width: 90, height: 60)
        for kernel in [ResizeKernel.nearest, .linear, .cubic, .lanczos3] {
            let small = try plain.resized(horizontalScale: 0.5, verticalScale: 0.25, kernel: kernel)
            #expect(small.width == 45 && small.height == 15)
            #expect(try Set(small.pixels()) == [90])
        }
    }

    @Test func theKernelMatters() throws {
        let nearest = try noise(64, 64).resized(horizontalScale: 0.5, verticalScale: 0.5, kernel: .nearest)
            .pixels()
        let lanczos = try noise(64, 64).resized(horizontalScale: 0.5, verticalScale: 0.5).pixels()
        #expect(nearest != lanczos)
    }

    @Test func pixelsThatDoNotFillThePictureAreRefused() {
        #expect(throws: VipsError.self) {
            _ = try Picture.fromPixels([1, 2, 3], width: 2, height: 1).width
        }
    }
}
