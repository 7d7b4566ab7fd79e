import Check
import Dataset
import Foundation
import Pipeline
import TestKit
import Testing

@Suite("check.waivers") struct WaiverReadingTests {
    private static let content = String(repeating: "ab", count: 32)

    private func entry(
        _ rule: String = "caption-empty", _ content: String = content, _ reason: String = "meant so"
    )
        -> String
    {
        "{ rule: \(rule), content: \"\(content)\", reason: \"\(reason)\" }"
    }

    @Test("a list in the pipeline file")
    func list() throws {
        let file = try SettingsScene().read(SettingsScene.folder + "check: { waivers: [\(entry())] }")
        let content = try #require(Digest(hex: Self.content))
        #expect(file.waivers == [Waiver(rule: "caption-empty", content: content, reason: "meant so")])
        #expect(file.waiversFile == nil)
        #expect(try SettingsScene().read(SettingsScene.folder).waivers.isEmpty)
    }

    @Test("a file beside it, as a draft is written, under waivers or bare, and empty")
    func file() throws {
        let scene = try SettingsScene()
        let pipeline = SettingsScene.folder + "check: { waivers: accepted.yaml }"
        for (text, count) in [
            ("waivers:\n- \(entry())\n", 1), ("- \(entry())\n- \(entry("image-too-small"))\n", 2),
            ("waivers: []\n", 0),
            ("# all gone\n", 0), ("waivers:\n", 0),
        ] {
            try scene.directory.write(text, "accepted.yaml")
            let file = try scene.read(pipeline)
            #expect(file.waivers.count == count, "\(text)")
            #expect(file.waiversFile == scene.directory.path("accepted.yaml"))
        }
    }

    @Test("a draft can be read once its reasons are there, and not before")
    func draft() throws {
        var report = Report(dataset: DatasetInfo(id: "1", name: "x", trigger: nil), rows: 1, findings: [])
        report.findings = [
            Finding(
                rule: "caption-empty", severity: .error, row: "1", name: "a: #b\n- c",
                message: "is \"empty\"",
                hint: "", content: Digest(hex: Self.content))
        ]
        let scene = try SettingsScene()
        let yaml = try WaiverDraft(report).yaml
        try scene.directory.write(yaml, "accepted.yaml")
        let pipeline = SettingsScene.folder + "check: { waivers: accepted.yaml }"
        let problems = try scene.problems(pipeline)
        #expect(problems.map(\.message) == ["a waiver has no reason"])
        try scene.directory.write(yaml.replacing("reason: \"\"", with: "reason: fine"), "accepted.yaml")
        #expect(try scene.read(pipeline).waivers.map(\.reason) == ["fine"])
    }

    @Test("everything wrong is told at once, with its line")
    func problems() throws {
        let scene = try SettingsScene()
        let lines = [
            "- \(entry("caption-emty"))", "- \(entry("caption-empty", "abc"))",
            "- \(entry("caption-empty", Self.content, "  "))", "- just a word",
            "- { rule: caption-empty, content: \"\(Self.content)\", reason: x, row: 7 }",
        ]
        try scene.directory.write(lines.joined(separator: "\n"), "accepted.yaml")
        let problems = try scene.problems(SettingsScene.folder + "check: { waivers: accepted.yaml }")
        #expect(problems.map(\.line) == [1, 2, 3, 4, 5])
        #expect(problems[0].hint == "did you mean caption-empty?")
        #expect(problems.allSatisfy { $0.place.hasSuffix("accepted.yaml") })
    }

    @Test(
        "a file that is not there, or holds something else", arguments: [nil, "a: b: c", "7", "waivers: 7"])
    func noList(_ text: String?) throws {
        let scene = try SettingsScene()
        if let text { try scene.directory.write(text, "accepted.yaml") }
        let problems = try scene.problems(SettingsScene.folder + "check: { waivers: accepted.yaml }")
        #expect(problems.count == 1 && problems[0].message.isEmpty == false)
    }

    @Test("a bomb of aliases is not unfolded, and neither a giant nor a directory is read")
    func hostile() throws {
        let scene = try SettingsScene()
        let pipeline = SettingsScene.folder + "check: { waivers: accepted.yaml }"
        let bomb = (1...40).reduce("a0: &a0 [x, x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n" }
        try scene.directory.write(bomb + "? *a40\n: 1\nwaivers: []\n", "accepted.yaml")
        #expect(
            try scene.problems(pipeline).map(\.message) == ["holds 81 YAML aliases; at most 10 are followed"])
        let path = scene.directory.path("accepted.yaml")
        try scene.directory.write("", "accepted.yaml")
        #expect(try scene.read(pipeline).waivers.isEmpty)
        #expect(truncate(path, 1 << 31) == 0)
        #expect(try scene.problems(pipeline).map(\.message) == ["is above the limit of 16 MiB"])
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(try scene.problems(pipeline).map(\.message) == ["check.waivers: \(path) is no regular file"])
    }
}
