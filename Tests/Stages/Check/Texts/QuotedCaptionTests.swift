import Dataset
import Testing
import TestKit

@testable import Check

@Suite struct QuotedCaptionTests {
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
        let found = try outcome.report.findings.all()
        #expect(found.map(\.rule) == ["caption-mixed-scripts", "trigger-misspelt", "caption-placeholder"])
        #expect(found.allSatisfy { $0.message.utf8.count < 600 && $0.message.contains("…") })
    }
}
