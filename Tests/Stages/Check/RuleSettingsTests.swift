import Dataset
import Store
import TestKit
import Testing

@testable import Check

@Suite struct RuleSettingsTests {
    private func settings(_ words: KeyValuePairs<String, String>) throws -> RuleSettings {
        var settings = RuleSettings.aboutRows
        for (rule, word) in words { try settings.set(rule, to: word) }
        return settings
    }

    @Test func severitiesCanBeSet() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("a", Files.jpeg(), caption: nil), try scene.row("b", Files.jpeg(100, 100))]
        for (word, severity) in [("note", Severity.note), ("warning", .warning)] {
            let mild = try settings(["caption-missing": word, "image-too-small": word])
            let outcome = try await scene.check(rows, settings: mild)
            #expect(try outcome.told == ["a caption-missing", "b image-too-small"])
            #expect(outcome.report.count(severity) == 2 && outcome.sound.count == 2 && !outcome.report.blocks)
            #expect(try outcome.sound.all()[0].caption == "")
        }
        // The controls: as they are, both block; and a mild one can be made to.
        #expect(try await scene.check(rows).sound.isEmpty)
        let absent = [try scene.row("c", Files.jpeg(), caption: "a boat")]
        #expect(try await scene.check(absent).sound.count == 1)
        #expect(try await scene.check(absent, settings: settings(["trigger-absent": "error"])).sound.isEmpty)
    }

    @Test func aRowWithoutAPictureIsLeftOutEvenWithAWarning() async throws {
        let scene = try CheckScene()
        let mild = try settings(["image-not-an-image": "warning"])
        let outcome = try await scene.check(
            [scene.row("a", Files.html), scene.row("b", Files.jpeg())], settings: mild)
        #expect(try outcome.told == ["a image-not-an-image"] && !outcome.report.blocks)
        #expect(try outcome.sound.all().map(\.row.id) == ["b"])
    }

    @Test func offIsOffAndTheLastWordCounts() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("a", Files.jpeg(), caption: nil)]
        #expect(try await scene.check(rows, settings: settings(["caption-missing": "off"])).told == [])
        let back = try settings(["caption-missing": "off", "caption-missing": "note"])
        #expect(try await scene.check(rows, settings: back).report.findings.all().map(\.severity) == [.note])
    }

    @Test func onlyRulesOfRowsWithPicturesCanBeOff() throws {
        let picture = [
            "image-missing", "image-unavailable", "image-host-refused", "image-too-large",
            "image-not-an-image",
            "image-unsupported", "image-animated", "image-unreadable", "image-truncated", "dataset-empty",
        ]
        for rule in Rule.all.map(\.id) {
            if picture.contains(rule) {
                #expect(throws: RuleSettingError.cannotBeOff(rule)) { try settings([rule: "off"]) }
                _ = try settings([rule: "warning"])
            } else {
                _ = try settings([rule: "off"])
            }
        }
    }

    @Test func unknownWordsAreNamed() {
        #expect(throws: RuleSettingError.unknownRule("image-blury")) { try settings(["image-blury": "off"]) }
        for word in ["", "Off", "fatal", "ERROR", "true"] {
            #expect(throws: RuleSettingError.unknownSetting("caption-missing", word)) {
                try settings(["caption-missing": word])
            }
        }
        #expect("\(RuleSettingError.unknownRule("x"))".contains("\"x\""))
    }
}
