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

    /// A piece is a quarter of a megabyte: the rest of a line may end in the same piece, or several later.
    @Test(arguments: [4, 200_000, 300_000, 1_000_000])
    func aLineTooLongIsCutAndItsRestIsNoLine(_ length: Int) throws {
        let directory = try TemporaryDirectory("lines")
        let longest = length - 1
        let text =
            "a\n" + String(repeating: "b", count: length) + "\nc\n" + String(repeating: "d", count: longest)
        var lines = FileLines(try directory.write(text, "f"), .lenient, longest: longest)
        var found: [(number: Int, line: String, isCut: Bool)] = []
        while let line = try lines.next() { found.append((lines.number, line, lines.isCut)) }
        #expect(found.map(\.number) == [1, 2, 3, 4] && found.map(\.isCut) == [false, true, false, false])
        #expect(found.map(\.line.utf8.count) == [1, longest, 1, longest])
        #expect(found.map(\.line.first) == ["a", "b", "c", "d"])
    }

    @Test func aCutKeepsCharactersWhole() throws {
        let directory = try TemporaryDirectory("lines")
        let path = try directory.write("abcé\nd", "f")
        var lines = FileLines(path, .lenient, longest: 4)
        #expect(try [lines.next(), lines.next(), lines.next()] == ["abc", "d", nil])
        var strict = FileLines(path, longest: 4)
        let error = #expect(throws: StoreError.self) { try strict.next() }
        #expect(error?.message.hasSuffix("f:1 is longer than 4 bytes") == true)
    }
}
