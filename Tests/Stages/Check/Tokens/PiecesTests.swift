import Testing

@testable import Check

/// The pattern by hand, part by part; `TokenPeerTests` compares it with two engines of regular expressions.
@Suite struct PiecesTests {
    private func pieces(_ text: String) -> [String] {
        Pieces(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        // Words take one thing before them that is no letter, number or newline.
        ("a red boat", ["a", " red", " boat"]), ("\ttab", ["\ttab"]), ("\u{00A0}x", ["\u{00A0}x"]),
        ("(x", ["(x"]), ("((x", ["((", "x"]), ("\nx", ["\n", "x"]), ("1x", ["1", "x"]),
        ("café au lait", ["café", " au", " lait"]), ("中文 字", ["中文", " 字"]), ("ǅ ª ʰ", ["ǅ", " ª", " ʰ"]),
        // Numbers stand alone, of every kind.
        ("2024", ["2", "0", "2", "4"]), (" 7", [" ", "7"]), ("½Ⅷ٣", ["½", "Ⅷ", "٣"]),
        // Signs take a space before them and the newlines behind.
        ("a, b", ["a", ",", " b"]), ("a ... b", ["a", " ...", " b"]), ("!\r\n\nx", ["!\r\n\n", "x"]),
        ("\u{00A0}!", ["\u{00A0}", "!"]), ("😀 😀", ["😀", " 😀"]), ("\u{200D}", ["\u{200D}"]),
        // Combining marks are neither letters nor numbers, but may stand before a word.
        ("กี่ก", ["ก", "\u{0E35}\u{0E48}", "ก"]), ("\u{0E35}ก", ["\u{0E35}ก"]),
        // Blanks: up to the last newline; else all but the last, unless they are all or at the end.
        ("a \n\n b", ["a", " \n\n", " b"]), ("a  b", ["a", " ", " b"]), ("a   ", ["a", "   "]),
        ("  1", [" ", " ", "1"]), ("\r\n \r x", ["\r\n \r", " x"]), (" \u{3000}!", [" ", "\u{3000}", "!"]),
        ("\u{85}\u{2028}", ["\u{85}\u{2028}"]), ("\u{1C}", ["\u{1C}"]), ("", []),
    ])
    func partsOfThePattern(_ text: String, _ expected: [String]) {
        #expect(pieces(text) == expected)
    }

    @Test(arguments: [
        ("it's", ["it", "'s"]), ("IT'S", ["IT", "'S"]), ("we'Re'vE'LL", ["we", "'Re", "'vE", "'LL"]),
        ("I'm'd't", ["I", "'m", "'d", "'t"]), ("'said", ["'s", "aid"]), ("x'ſ", ["x", "'ſ"]),
        ("'l", ["'l"]), ("'r", ["'r"]), ("'él", ["'él"]), ("'", ["'"]), (" 's", [" '", "s"]),
        ("''s", ["''", "s"]),
        ("’s", ["’s"]), ("'\u{13}", ["'\u{13}"]),
    ])
    func contractions(_ text: String, _ expected: [String]) {
        #expect(pieces(text) == expected)
    }

    @Test func piecesAreTheWholeText() {
        let text = "A 'quoted'\u{00A0}text,\r\n\r\n with 12 kinds  of\u{3000}… 👨‍👩‍👧 things\t "
        #expect(pieces(text).joined() == text)
    }
}
