import Dataset
import Testing

@Suite struct TrimmedCaptionTests {
    private func trimmed(_ caption: String?) -> String {
        DatasetRow(id: "1", name: "a", image: "", caption: caption).trimmedCaption
    }

    /// What `str.isspace` of Python 3.11 is true for, all of it.
    private static let blanks: [Unicode.Scalar] = [
        "\u{9}", "\u{A}", "\u{B}", "\u{C}", "\u{D}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{1F}", "\u{20}",
        "\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{2002}", "\u{2003}", "\u{2004}",
        "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}", "\u{2009}", "\u{200A}", "\u{2028}", "\u{2029}",
        "\u{202F}", "\u{205F}", "\u{3000}",
    ]

    @Test func whatPythonStripsIsTrimmedAndNothingElse() {
        for value in UInt32(0)...0x3100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isBlank = Self.blanks.contains(scalar)
            #expect(
                Array(trimmed("\(scalar)a\(scalar)").unicodeScalars).count == (isBlank ? 1 : 3), "\(value)")
        }
    }

    @Test func blanksInsideStayAndLineEndsOfTwoGo() {
        #expect(trimmed("\r\n a \r\n b \r\n") == "a \n b")
        #expect(trimmed(" \r\n\t") == "" && trimmed("") == "" && trimmed(nil) == "")
    }

    @Test func anAccentOnABlankStays() {
        #expect(Array(trimmed(" \u{301}a \u{301} ").unicodeScalars) == ["\u{301}", "a", " ", "\u{301}"])
    }

    /// The values are Python's, read back from a file by `open(newline=None)`.
    @Test(arguments: [
        ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\rb", "a\n\nb"), ("a\r\r\nb", "a\n\nb"),
        ("a\r\n\r\nb\r", "a\n\nb"), ("\r\na\u{301}\r\u{301}", "a\u{301}\n\u{301}"),
        // No line end to Python's files, and none here.
        ("a\u{2028}b\u{85}c\u{B}d\u{C}e", "a\u{2028}b\u{85}c\u{B}d\u{C}e"), ("a\nb", "a\nb"),
    ]) func lineEndsAreLineFeeds(_ stored: String, _ sent: String) {
        let row = DatasetRow(id: "1", name: "a.jpg", image: "", caption: stored)
        #expect(Array(row.trimmedCaption.utf8) == Array(sent.utf8))
    }
}
