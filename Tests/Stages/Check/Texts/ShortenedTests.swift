import Dataset
import Testing

@testable import Check

@Suite struct ShortenedTests {
    @Test func aShortTextStaysAsItIs() {
        for text in ["", "a", String(repeating: "é", count: 60), String(repeating: "👨‍👩‍👧", count: 20)] {
            #expect(text[...].shortened() == text)
        }
    }

    @Test func aLongOneEndsInAnEllipsis() {
        #expect(String(repeating: "a", count: 61)[...].shortened() == String(repeating: "a", count: 59) + "…")
    }

    @Test func oneCharacterCanBeTooLong() {
        let text = "x" + String(repeating: "\u{301}", count: 100_000)
        #expect(text.count == 1 && text[...].shortened().unicodeScalars.count == 241)
    }

    @Test func aMessageDoesNotQuoteAWholeCaption() async throws {
        let scene = try CheckScene()
        let word = String(repeating: "\u{430}a", count: 5000)
        let outcome = try await scene.check(
            [
                scene.row("a", Files.jpeg(), caption: word + " boat"),
                scene.row(
                    "c", Files.jpeg(shade: 2),
                    caption: "h4rbou\(String(repeating: "\u{301}", count: 5000)), boat"),
                scene.row("b", Files.jpeg(shade: 1), caption: "todo" + String(repeating: "!", count: 5000)),
            ], settings: .only("caption-mixed-scripts", "caption-placeholder", "trigger-misspelt"))
        let found = outcome.report.findings
        #expect(found.map(\.rule) == ["caption-mixed-scripts", "trigger-misspelt", "caption-placeholder"])
        #expect(found.allSatisfy { $0.message.utf8.count < 600 && $0.message.contains("…") })
    }
}
