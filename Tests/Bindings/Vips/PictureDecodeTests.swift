import Testing
import Vips

@Suite struct PictureDecodeTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// What is left of a file of this format when half of it is missing.
    private func half(_ encoding: PictureEncoding) throws -> String {
        _ = try scratch.save(try noise(200, 200), "whole", as: encoding)
        let bytes = try scratch.bytes("whole")
        return try scratch.write(bytes.prefix(bytes.count / 2), "half")
    }

    @Test(arguments: [0, 1, 2]) func aWholeFileDecodes(_ which: Int) throws {
        let encoding = PictureEncoding.each[which]
        let path = try scratch.save(try noise(200, 200), "whole", as: encoding)
        try Picture.open(path, as: encoding.format).decodeAll()
        try Picture.open(path, as: encoding.format, access: .random).decodeAll()
        #expect(try Picture.open(path, as: encoding.format).pixels().count == 200 * 200 * 3)
    }

    @Test(arguments: [0, 1, 2]) func aTruncatedFileIsFound(_ which: Int) throws {
        let encoding = PictureEncoding.each[which]
        let path = try half(encoding)
        #expect(throws: VipsError.self) { try Picture.open(path, as: encoding.format).decodeAll() }
    }

    @Test(arguments: [0, 1]) func withTheDefenceOffATruncatedFileIsTaken(_ which: Int) throws {
        // The control. libwebp itself refuses half a file, so WebP has none.
        let encoding = PictureEncoding.each[which]
        let path = try half(encoding)
        let picture = try Picture.open(path, as: encoding.format, strictness: .lenient)
        try picture.decodeAll()
        #expect(picture.height == 200)
    }

    @Test func anErrorSaysWhatFailed() throws {
        let path = try scratch.write([UInt8](repeating: 65, count: 100), "text")
        let error = #expect(throws: VipsError.self) { _ = try Picture.open(path, as: .png).width }
        #expect(error?.operation == "open")
        #expect(error?.message.isEmpty == false && error?.isTimeout == false)
    }

    @Test func workPastItsDeadlineIsStopped() throws {
        let clock = ContinuousClock()
        func enlarge(_ deadline: Deadline?) throws {
            let path = try scratch.save(try noise(100, 100), "a", as: .png(compression: 6))
            let picture = try Picture.open(path, as: .png, access: .random, deadline: deadline)
            // 40,000 pixels square take far longer than the limit.
            try picture.resized(horizontalScale: 400, verticalScale: 400).decodeAll()
        }
        var error: VipsError?
        let spent = clock.measure {
            error = #expect(throws: VipsError.self) { try enlarge(Deadline(after: .milliseconds(80))) }
        }
        #expect(error?.isTimeout == true)
        #expect(error?.message.contains("0.08") == true)
        #expect(spent < .seconds(5))
    }

    @Test func workWithinItsDeadlineIsLeftAlone() throws {
        let path = try scratch.save(try noise(100, 100), "a", as: .png(compression: 6))
        let picture = try Picture.open(path, as: .png, deadline: Deadline(after: .seconds(60)))
        #expect(try picture.resized(horizontalScale: 2, verticalScale: 2).pixels().count == 200 * 200 * 3)
    }

    @Test func afterTheDeadlineNothingBegins() throws {
        let deadline = Deadline(after: .zero)
        let path = try scratch.save(try noise(10, 10), "a", as: .png(compression: 6))
        let error = #expect(throws: VipsError.self) {
            try Picture.open(path, as: .png, deadline: deadline).decodeAll()
        }
        #expect(error?.isTimeout == true)
    }
}
