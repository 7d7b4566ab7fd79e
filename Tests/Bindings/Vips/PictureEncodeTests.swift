import Testing
import Vips

@Suite struct PictureEncodeTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [0, 1, 2]) func nothingButPixelsIsWritten(_ which: Int) throws {
        let encoding = PictureEncoding.each[which]
        let source = try noise(40, 30).toDisplayP3().withOrientation(6)
        // The control: the same picture with its metadata carries both.
        let kept = try Picture.open(try scratch.save(source, "kept", as: encoding), as: encoding.format)
        #expect(kept.hasICCProfile == true)
        // The library's PNG saver has no place for an orientation.
        #expect(kept.orientation == (encoding.format == .png ? 1 : 6))
        try source.encode(to: scratch.path("plain"), as: encoding)
        let plain = try Picture.open(scratch.path("plain"), as: encoding.format)
        #expect(!plain.hasICCProfile && plain.orientation == 1)
        #expect(try scratch.bytes("plain").count < scratch.bytes("kept").count)
    }

    @Test func pngKeepsEveryPixel() throws {
        let source = try noise(50, 40)
        try source.encode(to: scratch.path("a"), as: .png(compression: 6))
        #expect(try Picture.open(scratch.path("a"), as: .png).pixels() == source.pixels())
    }

    @Test(arguments: [0, 1, 2]) func theSamePixelsGiveTheSameFile(_ which: Int) throws {
        let encoding = PictureEncoding.each[which]
        try noise(50, 40).encode(to: scratch.path("a"), as: encoding)
        try noise(50, 40).encode(to: scratch.path("b"), as: encoding)
        #expect(try scratch.bytes("a") == scratch.bytes("b"))
        #expect(try scratch.bytes("a") == noise(50, 40).encoded(as: encoding))
    }

    @Test func settingsMatter() throws {
        try noise(50, 40).encode(to: scratch.path("low"), as: .jpeg(quality: 30))
        try noise(50, 40).encode(to: scratch.path("high"), as: .jpeg(quality: 95))
        #expect(try scratch.bytes("low").count < scratch.bytes("high").count)
        let plain = try Picture.fromPixels([UInt8](repeating: 9, count: 90 * 60 * 3), width: 90, height: 60)
        try plain.encode(to: scratch.path("loose"), as: .png(compression: 0))
        try plain.encode(to: scratch.path("tight"), as: .png(compression: 9))
        #expect(try scratch.bytes("tight").count < scratch.bytes("loose").count)
    }

    @Test func aPathThatCannotBeWrittenIsAnError() throws {
        for encoding in PictureEncoding.each {
            let error = #expect(throws: VipsError.self) {
                try noise(4, 4).encode(to: scratch.path("absent/a"), as: encoding)
            }
            #expect(error?.operation == "encode")
        }
    }
}
