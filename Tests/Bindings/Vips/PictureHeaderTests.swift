import Testing
import Vips

@Suite struct PictureHeaderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: PictureFormat.allCases) func sizeAndBands(_ format: PictureFormat) throws {
        let encoding = PictureEncoding.each.first { $0.format == format }
        let path = try scratch.save(try noise(31, 17), "a", as: try #require(encoding))
        let picture = try Picture.open(path, as: format)
        #expect(picture.width == 31 && picture.height == 17)
        #expect(picture.bands == 3 && picture.bitsPerBand == 8)
        #expect(!picture.hasAlpha && !picture.isCMYK && !picture.hasICCProfile && !picture.isInterlaced)
        #expect(picture.orientation == 1 && picture.pages == 1 && picture.interpretation == "srgb")
    }

    @Test func aFileOfAnotherFormatIsRefused() throws {
        let path = try scratch.save(try noise(8, 8), "a", as: .png(compression: 6))
        for format in [PictureFormat.jpeg, .webp] {
            #expect(throws: VipsError.self) { _ = try Picture.open(path, as: format).width }
        }
        #expect(try Picture.open(path, as: .png).width == 8)
        #expect(throws: VipsError.self) { _ = try Picture.open(path + "-absent", as: .png).width }
    }

    @Test func sixteenBitsAndAlpha() throws {
        let deep = try Picture.from16BitPixels(
            [UInt16](repeating: 300, count: 4 * 4 * 4), width: 4, height: 4, bands: 4)
        let picture = try Picture.open(try scratch.save(deep, "a", as: .png(compression: 6)), as: .png)
        #expect(picture.bitsPerBand == 16 && picture.bands == 4 && picture.hasAlpha)
        #expect(picture.interpretation == "rgb16")
    }

    @Test func greyAndInks() throws {
        let grey = try scratch.save(try noise(8, 8, bands: 1), "g", as: .png(compression: 6))
        #expect(try Picture.open(grey, as: .png).bands == 1)
        let inks = try scratch.save(try noise(8, 8).toCMYK(), "c", as: .jpeg(quality: 90))
        let picture = try Picture.open(inks, as: .jpeg)
        #expect(picture.isCMYK && picture.bands == 4 && !picture.hasAlpha && picture.hasICCProfile)
    }

    @Test func whatMustBeHeldWholeIsSeen() throws {
        let path = try scratch.save(try noise(40, 40), "a", as: .png(compression: 6, interlaced: true))
        #expect(try Picture.open(path, as: .png).isInterlaced == true)
        let jpeg = try scratch.save(try noise(40, 40), "b", as: .jpeg(quality: 80, progressive: true))
        #expect(try Picture.open(jpeg, as: .jpeg).isInterlaced == true)
    }

    @Test func orientationIsReadAndNonsenseIsOne() throws {
        for orientation in 1...8 {
            let turned = try noise(8, 4).withOrientation(orientation)
            let path = try scratch.save(turned, "a", as: .jpeg(quality: 90))
            #expect(try Picture.open(path, as: .jpeg).orientation == orientation)
        }
        #expect(try noise(8, 4).withOrientation(9).orientation == 1)
        #expect(try noise(8, 4).withOrientation(0).orientation == 1)
    }

    @Test func bytesMayGoBeforeThePixelsAreRead() throws {
        let source = try noise(64, 64)
        let expected = try source.pixels()
        _ = try scratch.save(source, "a", as: .png(compression: 6))
        let open: () throws -> [UInt8] = { [scratch] in
            var bytes = try scratch.bytes("a")
            let picture = try Picture.open(bytes: bytes, as: .png)
            for index in bytes.indices { bytes[index] = 0 }
            bytes = []
            return try picture.pixels()
        }
        #expect(try open() == expected)
    }
}
