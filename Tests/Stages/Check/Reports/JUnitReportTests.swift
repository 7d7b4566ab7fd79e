import Dataset
import TestKit
import Testing

@testable import Check

@Suite struct JUnitReportTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("junit") }

    private static let hostile =
        "\u{0}\u{1B}[31m]]></failure><failure/>&amp; \"'\u{FFFE}\u{FFFF}\u{2028}\u{202E}\r\n\t{{x}} 🎉"

    private func scene() -> ReportScene {
        var scene = ReportScene("Boats & <\"sails\">")
        scene.add("a", findings: [ReportScene.finding("caption-empty", .error, on: "a")])
        scene.add(
            "b",
            findings: [
                ReportScene.finding("caption-empty", .error, on: "b", Self.hostile, hint: Self.hostile)
            ])
        scene.add("c", findings: [ReportScene.finding("image-cropped", .note, on: "c", Self.hostile)])
        scene.find("dataset-too-few", .warning, on: nil, "has 3 pictures")
        scene.find("image-of-another-day", .error, on: "c")
        scene.report.waived = [
            .init(ReportScene.finding("caption-empty", .error, on: "d"), reason: "looked at <it>")
        ]
        return scene
    }

    @Test(.needs(.python)) func twoReadersSeeWhatWasFound() async throws {
        let scene = scene()
        let path = directory.path("report.xml")
        try JUnitReport(report: scene.report, settings: scene.settings).write(to: path)
        let rules = Rule.all.filter { scene.settings.isOn($0) }.count
        try await PythonPeer.run("Tests/Stages/Check/Reports/read_junit.py", [path]) { seen in
            let suites = try #require(seen["suites"]?.array)
            #expect(suites.count == rules + 1)
            // Every other rule has one case that passed.
            let tests = Int64(rules - 3 + 6)
            #expect(seen["tests"]?.int == tests && seen["failures"]?.int == 3 && seen["skipped"]?.int == 1)
            #expect(seen["counted"] == .array([.int(tests), 3, 1]))
            #expect(seen["plain"] == .array(["testsuites", .int(tests)]))

            let empty = try #require(suites.first { $0["name"] == "caption-empty" })
            #expect(empty["tests"]?.int == 3 && empty["failures"]?.int == 2 && empty["skipped"]?.int == 1)
            let cases = try #require(empty["cases"]?.array)
            #expect(cases.map { $0["name"]?.string } == ["a.jpg (row a)", "b.jpg (row b)", "d.jpg (row d)"])
            #expect(cases[0]["result"] == .array([.array(["failure", "is so", "do so"])]))
            let legal = Self.hostile.unicodeScalars.map {
                [0, 0x1B, 0xFFFE, 0xFFFF].contains($0.value) ? "\u{FFFD}" : String($0)
            }.joined()
            #expect(cases[1]["result"] == .array([.array(["failure", .string(legal), .string(legal)])]))
            #expect(cases[2]["result"] == .array([.array(["skipped", "looked at <it>", .null])]))

            let cropped = try #require(suites.first { $0["name"] == "image-cropped" }?["cases"]?.array)
            #expect(cropped.count == 1 && cropped[0]["result"] == .array([]))
            #expect(cropped[0]["output"]?.string == "note: \(legal)\ndo so")
            let few = suites.first { $0["name"] == "dataset-too-few" }?["cases"]?.array
            #expect(
                few?.first?["name"] == "dataset" && few?.first?["output"] == "warning: has 3 pictures\ndo so")
            #expect(suites.contains { $0["name"] == "image-of-another-day" })
            let quiet = suites.first { $0["name"] == "caption-filename" }?["cases"]?.array
            #expect(quiet?.count == 1 && quiet?.first?["name"] == "found nothing")
        }
    }

    /// The control: a reader does refuse what is not escaped.
    @Test(.needs(.python)) func aReaderRefusesWhatIsNoXML() async throws {
        let text = try text(of: scene().report, RuleSettings())
        for (good, bad) in [("\u{FFFD}[31m", "\u{1B}[31m"), ("looked at &lt;it&gt;", "looked at <it>")] {
            #expect(text.contains(good))
            let path = try directory.write(text.replacing(good, with: bad), "bad.xml")
            await #expect(throws: PythonPeer.Failure.self) {
                try await PythonPeer.run("Tests/Stages/Check/Reports/read_junit.py", [path]) { _ in }
            }
        }
    }

    @Test func aRuleThatIsOffHasNoSuite() throws {
        var settings = RuleSettings()
        try settings.set("caption-filename", to: "off")
        let report = ReportScene().report
        #expect(try text(of: report, RuleSettings()).contains("caption-filename"))
        #expect(try !text(of: report, settings).contains("caption-filename"))
    }

    private func text(of report: Report, _ settings: RuleSettings) throws -> String {
        var text = ""
        try JUnitReport(report: report, settings: settings).forEachPiece { text += $0 }
        return text
    }
}
