import Dataset
import Testing

@testable import Check

@Suite struct HTMLPartsTests {
    @Test func whatIsPutInIsEscaped() {
        let words = "<b a=\"1\" c='2'>&amp;\u{0}\u{202E}"
        let piece: HTML = "<p title=\"\(words)\">\(words)\(1234567)</p>"
        let escaped = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"
        #expect(piece.text == "<p title=\"\(escaped)\">\(escaped)1,234,567</p>")
        #expect(HTML([piece, "<br>"]).text == piece.text + "\n<br>")
    }

    @Test func dataHoldsNothingThatEndsAScript() throws {
        let value = JSONValue.array([.string("</script><!--&\u{2028}\u{2029}\u{2027}é\u{E2}\u{0}"), .int(-5)])
        let text = String(decoding: value.scriptData, as: UTF8.self)
        #expect(try JSONValue(parsing: text) == value)
        #expect(text.unicodeScalars.allSatisfy { !["<", ">", "&", "\u{2028}", "\u{2029}"].contains($0) })
        #expect(text.contains("\u{2027}é"))
    }

    @Test func aTemplateIsReadOnce() {
        let pieces = Template("a[[b]]c[[d-e]][f]]").pieces
        #expect(pieces == [.text("a"), .mark("b"), .text("c"), .mark("d-e"), .text("[f]]")])
        #expect(Template("").pieces == [.text("")])
    }

    @Test func captionsFallIntoParts() {
        func parts(_ text: String, _ cut: String = "", _ trigger: String? = "cat") -> [String] {
            CaptionPart.parts(of: .init(text: text, cut: cut), trigger: trigger).map {
                ($0.isTrigger ? "!" : "") + ($0.isCut ? "-" : "") + $0.text
            }
        }
        #expect(
            parts("cat, a cat's cats concat cat_ (cat)") == [
                "!cat", ", a ", "!cat", "'s cats concat cat_ (", "!cat", ")",
            ])
        #expect(parts("") == [] && parts("no") == ["no"] && parts("a cat", "", nil) == ["a cat"])
        #expect(parts("a cat", "", "") == ["a cat"])
        #expect(parts("a cat", "at") == ["a ", "!c", "!-at"])
        #expect(parts("a cat", "a cat") == ["-a ", "!-cat"])
        // Within a character: the cut takes its accent.
        #expect(parts("e\u{301}", "\u{301}") == ["e", "-\u{301}"])
        // What is not the caption's end is no cut.
        #expect(parts("a cat", "dog") == ["a ", "!cat"])
    }

    @Test func numbersFallIntoBars() throws {
        #expect(Histogram([]) == nil)
        let one = try #require(Histogram([512]))
        #expect(one.bins == [.init(from: 512, to: 513, count: 1)])
        let even = try #require(Histogram(Array(0..<160)))
        #expect(even.bins.count == 16 && even.bins.allSatisfy { $0.count == 10 })
        #expect(even.least == 0 && even.median == 80 && even.most == 159)
        // A giant does not press the others into one bar.
        let giant = try #require(
            Histogram(Array(repeating: 10, count: 50) + Array(repeating: 20, count: 50) + [1_000_000]))
        #expect(
            giant.bins.last == .init(from: 42, to: nil, count: 1)
                && giant.bins.map(\.count).reduce(0, +) == 101)
        for numbers in [[3, 700_000], [0], [7, 7, 8], Array(1...9999)] {
            let bins = try #require(Histogram(numbers)).bins
            #expect(bins.map(\.count).reduce(0, +) == numbers.count && bins.count <= 17)
        }
    }

    @Test func rulesStandWithTheWorstFirst() {
        var scene = ReportScene()
        scene.find("caption-duplicate", .warning, on: "a")
        scene.find("image-cropped", .note, on: "a")
        scene.find("image-of-another-day", .error, on: "a")
        scene.report.waived = [.init(ReportScene.finding("caption-empty", .error, on: "a"), reason: "x")]
        let tallies = RuleTally.all(in: scene.report, scene.settings)
        #expect(tallies.first?.id == "image-of-another-day" && tallies.count == Rule.all.count + 1)
        #expect(tallies.map(\.severity) == tallies.map(\.severity).sorted(by: >))
        #expect(tallies.first { $0.id == "caption-empty" }?.waived == 1)
    }
}
