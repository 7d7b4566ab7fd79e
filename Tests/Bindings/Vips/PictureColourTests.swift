import Testing
import Vips

@Suite struct PictureColourTests {
    private func patch(_ pixel: [UInt8], isCMYK: Bool = false) throws -> Picture {
        let pixels = Array(repeatElement(pixel, count: 16).joined())
        return try Picture.fromPixels(pixels, width: 4, height: 4, bands: pixel.count, isCMYK: isCMYK)
    }

    private func isNear(_ left: some Sequence<UInt8>, _ right: [Int], _ tolerance: Int) -> Bool {
        zip(left, right).allSatisfy { abs(Int($0) - $1) <= tolerance }
    }

    @Test func aWideProfileIsConvertedBack() throws {
        let colour: [UInt8] = [220, 60, 40]
        let wide = try patch(colour).toDisplayP3()
        #expect(wide.hasICCProfile == true)
        let stored = try wide.pixels()
        // The control: the stored numbers alone are another colour.
        #expect(!isNear(stored, [220, 60, 40], 8))
        #expect(isNear(try wide.toSRGB().pixels(), [220, 60, 40], 2))
    }

    @Test func inksWithAndWithoutAProfileGiveColours() throws {
        let tagged = try patch([40, 90, 200]).toCMYK()
        #expect(isNear(try tagged.toSRGB().pixels(), [40, 90, 200], 40))
        #expect(tagged.bands == 4)
        let paper = try patch([0, 0, 0, 0], isCMYK: true).toSRGB()
        #expect(paper.bands == 3 && paper.interpretation == "srgb")
        #expect(isNear(try paper.pixels(), [255, 255, 255], 6))
        let black = try patch([255, 255, 255, 255], isCMYK: true).toSRGB().pixels()
        #expect(black.allSatisfy { $0 < 40 })
        let cyan = try patch([255, 0, 0, 0], isCMYK: true).toSRGB().pixels()
        #expect(cyan[0] < 90 && cyan[1] > 120 && cyan[2] > 180)
    }

    @Test func greyBecomesThreeEqualBands() throws {
        let picture = try patch([77]).toSRGB()
        #expect(picture.bands == 3)
        #expect(try Set(picture.pixels()) == [77])
        let withAlpha = try patch([77, 128]).toSRGB()
        #expect(withAlpha.bands == 4 && withAlpha.hasAlpha)
        #expect(try Array(withAlpha.pixels().prefix(4)) == [77, 77, 77, 128])
    }

    @Test func sixteenBitsBecomeEight() throws {
        let deep: [UInt16] = [0, 0x7F80, 0xFFFF, 0x1234, 0x8000, 0xFE00]
        let picture = try Picture.from16BitPixels(deep, width: 2, height: 1).toSRGB()
        #expect(picture.bitsPerBand == 8)
        #expect(isNear(try picture.pixels(), [0, 0x7F, 0xFF, 0x12, 0x80, 0xFE], 1))
        let grey = try Picture.from16BitPixels([0x4000, 0xC000], width: 2, height: 1, bands: 1)
            .toSRGB()
        #expect(isNear(try grey.pixels(), [0x40, 0x40, 0x40, 0xC0, 0xC0, 0xC0], 1))
    }

    @Test func sixteenBitAlphaBecomesEight() throws {
        let deep: [UInt16] = [0x8000, 0x4000, 0x2000, 0xFFFF, 0x8000, 0x4000, 0x2000, 0x8000]
        let picture = try Picture.from16BitPixels(deep, width: 2, height: 1, bands: 4).toSRGB()
        #expect(picture.bitsPerBand == 8 && picture.hasAlpha)
        let values = try picture.pixels()
        #expect(isNear(values, [0x80, 0x40, 0x20, 0xFF, 0x80, 0x40, 0x20, 0x80], 1), "\(values)")
    }

    @Test func alphaSurvivesAProfile() throws {
        let wide = try patch([220, 60, 40, 100]).toDisplayP3()
        let values = try wide.toSRGB().pixels()
        #expect(isNear(values, [220, 60, 40, 100], 2), "\(values.prefix(4))")
    }

    @Test func aBrokenProfileIsLeftAside() throws {
        let source = try patch([220, 60, 40])
        let whole = try source.encoded(as: .jpeg(quality: 100))
        let profile = Array("ICC_PROFILE".utf8) + [0, 1, 1] + [UInt8](repeating: 65, count: 200)
        let segment = [0xFF, 0xE2, 0, UInt8(profile.count + 2)] + profile
        let picture = try Picture.open(bytes: whole.prefix(2) + segment + whole.dropFirst(2), as: .jpeg)
        #expect(picture.hasICCProfile == true)
        #expect(isNear(try picture.toSRGB().pixels(), [220, 60, 40], 3))
    }
}
