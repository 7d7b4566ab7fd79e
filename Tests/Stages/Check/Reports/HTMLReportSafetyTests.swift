import Dataset
import Foundation
import TestKit
import Testing

@testable import Check

/// What rows hold comes to the page as text, whatever it is.
@Suite(.serialized) struct HTMLReportSafetyTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("hostile") }

    /// Each sets the page's title when it runs.
    private static let probes = [
        "</script><script>document.title='owned'</script>",
        "\"><img src=x onerror=\"document.title='owned'\">",
        "'><svg onload=document.title='owned'></svg>",
        "</noscript></style></title><script>document.title='owned'</script>",
        "<!--<script>document.title='owned'</script>",
        "javascript:document.title='owned'",
        "</bdi></p><iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    ]
    private static let odd = [
        "{{x}} [[rows]] ${x}", "a\u{2028}b\u{2029}c", "a\u{202E}b\u{200F}c", "a\u{0}b\u{1B}c",
        "\u{FEFF}\u{200B}é🎉",
    ]

    /// A row for each text, which stands in every place that a row has, and all of them as the dataset's name.
    private func scene(_ texts: [String]) -> ReportScene {
        let all = texts.joined(separator: " ")
        var scene = ReportScene(all, trigger: all)
        for text in texts {
            let finding = Finding(
                rule: text, severity: .warning, row: text, name: text, message: text, hint: text)
            scene.add(
                text, name: text, image: text, caption: .init(text: text + text, tokens: 5, cut: text),
                findings: [finding])
            scene.report.waived.append(.init(finding, reason: text))
            scene.report.staleWaivers.append(Waiver(rule: text, content: .of(text), reason: text))
            scene.find(text, .error, on: nil, text, hint: text)
        }
        return scene
    }

    @Test(.needs(.browser)) func nothingRuns() async throws {
        let path = try scene(Self.probes).write(in: directory)
        let all = try await Browser.open(path)
        #expect(all.rows == Self.probes)
        // The address is as strange as a row.
        let probe = Self.probes[0]
        let one = try await Browser.open(
            path, "#text=" + PercentCoding.encoded(probe) + "&rule=" + PercentCoding.encoded(probe))
        #expect(one.rows == [probe])
        for page in [all, one] {
            let name = Self.probes.joined(separator: " ")
            #expect(page.title == "Preflight report: \(name)" && page.console == [])
            for tag in ["<img", "<iframe", "<svg onload"] { #expect(page.count(tag) == 0) }
            // Data for the settings, the rows and each row's thumbnail, and the page's own script.
            #expect(
                page.count("<script") == 3 + Self.probes.count
                    && page.count("</script>") == 3 + Self.probes.count)
        }
    }

    /// The control: as markup they do run, once the policy is taken out; and with it alone, they do not.
    @Test(.needs(.browser)) func theProbesCanRun() async throws {
        let good = try String(
            decoding: directory.bytes(path: scene(["x"]).write(in: directory)), as: UTF8.self)
        let policy = try #require(good.firstRange(of: "<meta http-equiv=\"Content-Security-Policy\""))
        for probe in [Self.probes[0], Self.probes[1], Self.probes[2]] {
            let spoilt = good.replacing("<footer>", with: "<footer>\(probe)")
            let guarded = try await Browser.open(directory.write(spoilt, "guarded.html"))
            #expect(guarded.title == "Preflight report: x" && !guarded.console.isEmpty)
            let bare = spoilt.replacingCharacters(in: policy, with: "<meta name=\"none\"")
            let open = try await Browser.open(directory.write(bare, "open.html"))
            #expect(open.title == "owned")
        }
    }

    @Test(.needs(.browser)) func strangeTextIsShownAsItIs() async throws {
        let page = try await Browser.open(scene(Self.odd).write(in: directory))
        #expect(page.rows.count == Self.odd.count && page.console == [])
        #expect(page.count("<bdi>{{x}} [[rows]] ${x}</bdi>") > 3)
        func sign(_ code: String) -> String { "<span class=\"unseen\">U+\(code)</span>" }
        #expect(page.count("a\(sign("2028"))b\(sign("2029"))c") > 3)
        #expect(page.count("a\(sign("202E"))b\(sign("200F"))c") > 3)
        #expect(page.count("a\(sign("0000"))b\(sign("001B"))c") > 3)
        #expect(page.count("\(sign("FEFF"))\(sign("200B"))é🎉") > 3)
    }

    @Test(.needs(.browser)) func aMegabyteOfCaptionIsThere() async throws {
        let words = "h4rbour </script> " + String(repeating: "a long way to go, ", count: 10)
        let caption = String(repeating: words, count: 5300)
        var scene = ReportScene()
        scene.add("a", caption: .init(text: caption, tokens: 300_000))
        scene.add("b")
        let page = try await Browser.open(scene.write(in: directory))
        #expect(page.rows == ["a", "b"] && page.console == [])
        #expect(page.card("a").ranges(of: "<mark>h4rbour</mark> &lt;/script&gt; a long").count == 5300)
    }

    @Test func noSecretOfAnAddressIsShown() throws {
        var scene = ReportScene()
        scene.add("a", image: "https://user:passw0rd@h/a.jpg?token=s3cret#s3cret")
        let text = try String(decoding: directory.bytes(path: scene.write(in: directory)), as: UTF8.self)
        #expect(text.contains("\"source\":\"https://h/a.jpg\""))
        #expect(!text.contains("passw0rd") && !text.contains("s3cret"))
    }
}

extension TemporaryDirectory {
    fileprivate func bytes(path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
