import TestKit
import Testing

@testable import Store

@Suite struct FileLinesTests {
    /// A piece is a quarter of a megabyte: lines below, at and above it.
    private static let long = String(repeating: "é", count: 200_000)
    private static let piece = String(repeating: "a", count: (1 << 18) - 1)

    @Test(
        "pieces put together give the lines",
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("\na\n\nb", ["", "a", "", "b"]),
            ("a\r\n\u{2028}b", ["a\r", "\u{2028}b"]), ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
            ("\(long)\nb", [long, "b"]), ("\(piece)\nb\n", [piece, "b"]), ("\(piece)a\n", [piece + "a"]),
        ])
    func lines(_ text: String, _ expected: [String]) throws {
        let directory = try TemporaryDirectory("lines")
        var lines = FileLines(try directory.write(text, "f"), .lenient)
        var found: [String] = []
        while let line = try lines.next() {
            found.append(line)
            #expect(lines.number == found.count)
        }
        // By their bytes: Swift's own == takes é for e with an accent.
        #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test func whatIsNoUTF8IsAnErrorOrAMark() throws {
        let directory = try TemporaryDirectory("lines")
        let path = try directory.write([0x61, 0x0A, 0x66, 0xFC, 0x0A], "f")
        var lenient = FileLines(path, .lenient)
        #expect(try [lenient.next(), lenient.next(), lenient.next()] == ["a", "f\u{FFFD}", nil])
        var strict = FileLines(path)
        #expect(try strict.next() == "a")
        let error = #expect(throws: StoreError.self) { try strict.next() }
        #expect(error?.message.hasSuffix("f:2 is not UTF-8") == true)
    }

    @Test func aLineTooLongIsCut() throws {
        let directory = try TemporaryDirectory("lines")
        let path = try directory.write(String(repeating: "a", count: 600_000), "f")
        var lines = FileLines(path, longest: 300_000)
        let first = try #require(try lines.next())
        #expect(first.utf8.count >= 300_000 && first.utf8.count < 600_000)
    }
}
