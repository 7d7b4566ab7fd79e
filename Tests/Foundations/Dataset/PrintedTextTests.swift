import Dataset
import Testing

/// What may be shown of texts that strangers wrote: locations without secrets, lines without control.
@Suite struct PrintedTextTests {
    @Test(arguments: [
        ("https://h.example/a/b.jpg", "https://h.example/a/b.jpg"),
        ("https://h.example/b.jpg?token=geheim", "https://h.example/b.jpg"),
        ("https://h.example?token=geheim", "https://h.example"),
        ("https://h.example/b.jpg#token=geheim", "https://h.example/b.jpg"),
        ("https://me:geheim@h.example/b.jpg", "https://h.example/b.jpg"),
        ("https://me:ge@heim@h.example:8443/b.jpg?x=1#y", "https://h.example:8443/b.jpg"),
        ("https://me:geheim@h.example", "https://h.example"),
        ("https://me:geheim@h.example?x", "https://h.example"),
        ("https://h.example/b.jpg?u=a@b/c", "https://h.example/b.jpg"),
        ("https://h.example/a@b.jpg", "https://h.example/a@b.jpg"),
        ("https://h.example/b.jpg?\u{301}token=geheim", "https://h.example/b.jpg"),
        ("https://me:geheim@\u{301}h.example/b.jpg", "https://\u{301}h.example/b.jpg"),
        ("postgresql://me:geheim@db:5432/x?sslmode=disable", "postgresql://db:5432/x"),
        ("pictures/what?.jpg", "pictures/what?.jpg"), ("a@b.jpg", "a@b.jpg"), ("", ""),
    ]) func locationsLoseTheirSecrets(_ location: String, _ expected: String) {
        let shown = DatasetRow.withoutSecrets(location)
        #expect(Array(shown.utf8) == Array(expected.utf8))
        #expect(!shown.contains("geheim"))
        let row = DatasetRow(id: "1", name: "n", image: location, caption: nil)
        #expect(row.source == shown)
    }

    @Test func aLineIsOneLineWithoutSteering() {
        #expect(
            "a\nb\r\nc\td\u{1B}[31m\u{7F}\u{9B}e\u{202E}f\u{2066}g".printableLine == "a b  c d [31m  e f g")
        #expect(String(repeating: "é", count: 300).printableLine == String(repeating: "é", count: 300))
        #expect(String(repeating: "é", count: 301).printableLine == String(repeating: "é", count: 300) + "…")
        #expect("a\tb\u{1B}[0m\u{0}\n".withoutControls == "a\tb[0m")
    }

    @Test func captionsAreTrimmedAsTheTrainerTrimsThem() {
        func trimmed(_ caption: String?) -> String {
            DatasetRow(id: "1", name: "n", image: "i", caption: caption).trimmedCaption
        }
        #expect(trimmed(" \r\n\ta  b\u{3000}\u{A0}\u{85}\n") == "a  b")
        #expect(trimmed(nil) == "" && trimmed("\n \r\n") == "" && trimmed("x") == "x")
        #expect(trimmed("\u{200B}x") == "\u{200B}x")
    }
}
