import TestKit
import Testing

@testable import Pull

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
        var lines = FileLines(try directory.write(text, "f"))
        var found: [String] = []
        while let line = try lines.next() {
            found.append(line)
            #expect(lines.number == found.count)
        }
        // By their bytes: Swift's own == takes é for e with an accent.
        #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }
}
