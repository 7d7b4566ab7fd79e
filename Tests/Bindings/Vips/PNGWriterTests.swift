import Dataset
import Foundation
import TestKit
import Testing
import Vips

/// Our own PNG writer against decoders of others.
@Suite struct PNGWriterTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Something of which each filter is the best for some rows.
    private func scenery(_ width: Int, _ height: Int) throws -> Picture {
        let random = try noise(width, height).pixels()
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for y in 0..<height {
            for x in 0..<width * 3 {
                let at = y * width * 3 + x
                pixels[at] =
                    switch y * 5 / height {
                    case 0: UInt8(truncatingIfNeeded: x * 3)
                    case 1: UInt8(truncatingIfNeeded: x * x + y)
                    case 2: UInt8(truncatingIfNeeded: x * x / 97 + y * 5) &+ random[at] % 4
                    case 3: UInt8(truncatingIfNeeded: (x + y) / 3) &+ random[at] % 3
                    default: random[at]
                    }
            }
        }
        return try Picture.fromPixels(pixels, width: width, height: height)
    }

    @Test(arguments: 0...9) func everyLevelKeepsEveryPixel(_ level: Int) throws {
        for (width, height) in [(1, 1), (1, 50), (50, 1), (131, 117)] {
            let picture = try scenery(width, height)
            let file = try picture.encoded(as: .png(compression: level))
            let read = try Picture.open(bytes: file, as: .png, strictness: .warning)
            #expect(try read.pixels() == picture.pixels())
        }
    }

    @Test(.needs(.python)) func decodersOfOthersFindTheSamePixels() async throws {
        let picture = try scenery(301, 223)
        let raw = try scratch.write(picture.pixels(), "raw")
        for level in [0, 1, 6] {
            let path = try scratch.write(picture.encoded(as: .png(compression: level)), "a.png")
            try await PythonPeer.run("Tests/Bindings/Vips/png_peer.py", [path, raw]) { answer in
                #expect(answer["pillow"] == .bool(true) && answer["opencv"] == .bool(true))
                #expect(answer["mode"] == .string("RGB") && answer["info"] == .array([]))
            }
        }
    }

    @Test func everyFilterIsUsedAndTheFileIsSmallerThanTheLibrarys() throws {
        let picture = try scenery(300, 300)
        let ours = try picture.encoded(as: .png(compression: 6))
        let theirs = try picture.encoded(as: .png(compression: 6), keepingMetadata: true)
        #expect(ours.count < theirs.count)
        // At level 0 the rows lie open: a filter's number before each.
        let open = try picture.encoded(as: .png(compression: 0))
        let raw = try #require(Self.stored(open))
        let filters = Set((0..<300).map { raw[$0 * 901] })
        #expect(filters == [1, 2, 3, 4])
    }

    /// What the stored blocks of one IDAT hold, behind its two bytes of head.
    private static func stored(_ file: [UInt8]) -> [UInt8]? {
        var at = 8 + 25 + 8 + 2
        var out: [UInt8] = []
        while at + 5 <= file.count {
            let isLast = file[at] & 1 == 1
            let length = Int(file[at + 1]) | Int(file[at + 2]) << 8
            out += file[(at + 5)..<(at + 5 + length)]
            at += 5 + length
            if isLast { return out }
        }
        return nil
    }

    @Test func aDamagedSourceMakesNoFile() throws {
        let whole = try noise(300, 300).encoded(as: .jpeg(quality: 90))
        let half = try Picture.open(bytes: Array(whole.prefix(whole.count / 2)), as: .jpeg)
        #expect(throws: VipsError.self) { try half.encoded(as: .png(compression: 1)) }
        #expect(throws: VipsError.self) {
            try half.encode(to: scratch.path("none"), as: .png(compression: 1))
        }
    }
}
