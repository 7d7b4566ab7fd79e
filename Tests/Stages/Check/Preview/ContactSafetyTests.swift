import Dataset
import TestKit
import Testing

@testable import Check

/// Strangers' text comes to a contact sheet as text, and in bounds.
@Suite(.serialized) struct ContactSafetyTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("sheet") }

    private func write(_ texts: [String], _ name: String = "sheet", trigger: String? = nil) throws {
        let all = texts.joined(separator: " ")
        var scene = ReportScene(all, trigger: trigger ?? texts.first)
        for text in texts {
            scene.add(
                text, name: text, image: text, caption: .init(text: text + " " + text, tokens: 5, cut: text))
            scene.add(text, name: text, caption: .init(text: text), isTrained: false, hasPicture: false)
            scene.rows[scene.rows.count - 1].fault = text
        }
        let thumbnail = try ReportScene.thumbnail()
        _ = try ContactSheet(
            dataset: scene.report.dataset, rows: scene.rows, recipe: scene.recipe, generator: "lorapipe 0.1.0"
        ).write(to: directory.path(name)) { _ in thumbnail }
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try directory.bytes(name), as: UTF8.self)
    }

    private static let probes = [
        "</p><script>document.title='owned'</script>",
        "\"><img src=x onerror=\"document.title='owned'\">",
        "'><svg onload=document.title='owned'></svg>",
        "</style></title><script>document.title='owned'</script>",
        "<!--<script>document.title='owned'</script>",
        "<style>*{display:none}</style>", "[[cards]]",
    ]

    @Test(.needs(.browser)) func nothingRuns() async throws {
        try write(Self.probes)
        let page = try await Browser.open(directory.path("sheet.html"))
        #expect(
            page.title == "Contact sheet: " + Self.probes.joined(separator: " ") && page.console == []
        )
        #expect(page.count("<article") == 2 * Self.probes.count && page.count("<style") == 1)
        for tag in ["<script", "<img", "onload=document.title='owned'></svg><"] {
            #expect(page.count(tag) == 0)
        }
    }

    /// The control: as markup a probe does run, once the policy is taken out; and with it alone, it does not.
    @Test(.needs(.browser)) func theProbesCanRun() async throws {
        try write(["x"])
        let spoilt = try text("sheet.html").replacing("<footer>", with: "<footer>\(Self.probes[0])")
        let guarded = try await Browser.open(directory.write(spoilt, "guarded.html"))
        #expect(guarded.title == "Contact sheet: x" && !guarded.console.isEmpty)
        let bare = spoilt.replacing(
            "<meta http-equiv=\"Content-Security-Policy\"", with: "<meta name=\"none\"")
        #expect(try await Browser.open(directory.write(bare, "open.html")).title == "owned")
    }

    @Test func aMegabyteOfCaptionIsShortened() throws {
        let long = String(repeating: "h4rbour, a long way to go ", count: 40_000)
        try write([long, "x"], trigger: "h4rbour")
        let page = try directory.bytes("sheet.html")
        // Two rows have it as their name, source, caption and reason, and the dataset as its name.
        #expect(page.count < 100_000)
        #expect(try text("sheet.html").contains("The beginning of 2,080,001 characters."))
        // What lies behind the part that is shown changes nothing in the picture.
        try write([long + "y", "x"], "other", trigger: "h4rbour")
        #expect(try directory.bytes("other.png") == directory.bytes("sheet.png"))
    }

    @Test(arguments: [
        "<span size=\"999999999\">x</span>", "&#0;<b>", "a\u{0}b\u{1B}[31mc", "\u{202E}gpj.exe", "שלום עולם",
        "e" + String(repeating: "\u{301}", count: 100_000), "\u{2800}\u{200B}", "", " ", "🎉日本語",
        String(repeating: "W", count: 100_000), "\n\n\n\u{2028}", "\u{FFFE}\u{10FFFF}",
    ])
    func anyTextBecomesAPicture(_ text: String) throws {
        try write([text, "x"])
        #expect(try directory.bytes("sheet.png").prefix(4) == [0x89, 0x50, 0x4E, 0x47])
        let page = try self.text("sheet.html")
        #expect(!page.contains("\u{0}") && !page.contains("\u{1B}") && !page.contains("\u{202E}"))
    }

    @Test func lineEndsOfACaptionStay() throws {
        var scene = ReportScene()
        scene.add("a", caption: .init(text: "h4rbour\nby\r\nnight"))
        _ = try ContactSheet(
            dataset: scene.report.dataset, rows: scene.rows, recipe: scene.recipe, generator: "x"
        ).write(to: directory.path("lines")) { _ in nil }
        #expect(try text("lines.html").contains("<mark>h4rbour</mark>\nby\nnight</p>"))
    }
}
