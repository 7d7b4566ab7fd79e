import Dataset
import Store
import TestKit
import Testing

@testable import Check

@Suite struct WaiverTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    private func waivers(for outcome: Check.Outcome) throws -> [Waiver] {
        try outcome.report.findings.all().compactMap { finding in
            finding.content.map { Waiver(rule: finding.rule, content: $0, reason: "seen") }
        }
    }

    @Test func aWaivedFindingDoesNotCountAndItsRowIsTrained() async throws {
        let rows = [
            try scene.row("a", Files.jpeg(100, 100)), try scene.row("b", Files.jpeg(), caption: "a boat"),
            try scene.row("c", Files.jpeg(shade: 1), caption: " "),
        ]
        let plain = try await scene.check(rows)
        // The control: without waivers two rows block.
        #expect(try plain.told == ["a image-too-small", "b trigger-absent", "c caption-empty"])
        #expect(try plain.sound.all().map(\.row.id) == ["b"] && plain.report.blocks)
        let waived = try await scene.check(rows, waivers: try waivers(for: plain))
        #expect(try waived.told == [] && !waived.report.blocks && waived.report.staleWaivers.isEmpty)
        #expect(try waived.sound.all().map(\.row.id) == ["a", "b", "c"])
        #expect(try waived.report.waived.map(\.finding) == plain.report.findings.all())
        #expect(waived.report.waived.map(\.reason) == ["seen", "seen", "seen"])
        #expect(try waived.report.json()["summary"]?["waived"] == 3)
        #expect(waived.report.estimate?.trained == 3 && plain.report.estimate?.trained == 1)
    }

    @Test func aWaiverLapsesWhenWhatItWasGivenForChanges() async throws {
        let before = [
            try scene.row("a", Files.jpeg(100, 100)), try scene.row("b", Files.jpeg(), caption: "a boat"),
        ]
        let given = try waivers(for: await scene.check(before))
        // The caption of the one changes, and the picture of the other.
        let after = [
            try scene.row("a", Files.jpeg(100, 101)), try scene.row("b", Files.jpeg(), caption: "a ship"),
        ]
        let outcome = try await scene.check(after, waivers: given)
        #expect(
            try outcome.told == ["a image-too-small", "b trigger-absent"] && outcome.report.waived.isEmpty)
        #expect(outcome.report.staleWaivers == given && given.count == 2)
        // What it does not rest on may change.
        let other = [
            try scene.row("x", Files.jpeg(100, 100), caption: "h4rbour, a gull"),
            try scene.row("y", Files.jpeg(shade: 3), caption: "a boat"),
        ]
        let same = try await scene.check(other, waivers: given)
        #expect(try same.told == [] && same.report.waived.count == 2 && same.report.staleWaivers.isEmpty)
    }

    @Test func aWaiverHoldsForItsRuleAlone() async throws {
        let rows = [try scene.row("a", Files.jpeg(100, 100), caption: "a boat")]
        let given = try waivers(for: await scene.check(rows)).filter { $0.rule == "trigger-absent" }
        let outcome = try await scene.check(rows, waivers: given)
        #expect(try outcome.told == ["a image-too-small"] && outcome.report.waived.count == 1)
        let wrong = given.map { Waiver(rule: "image-too-small", content: $0.content, reason: "x") }
        #expect(try await scene.check(rows, waivers: wrong).report.staleWaivers == wrong)
    }

    @Test func aRowWithoutAPictureStaysOutAndNoLongerBlocks() async throws {
        let rows = [try scene.row("a", Files.cut(Files.jpeg())), try scene.row("b", Files.jpeg())]
        let given = try waivers(for: await scene.check(rows))
        let outcome = try await scene.check(rows, waivers: given)
        #expect(try outcome.told == [] && outcome.sound.all().map(\.row.id) == ["b"])
        #expect(outcome.report.estimate?.dropped == 1)
    }

    @Test func whatHasNoContentCannotBeWaived() async throws {
        let outcome = try await scene.check([scene.failed("a", "image-unavailable")])
        #expect(try outcome.report.findings.all().map(\.content) == [nil])
        #expect(try WaiverDraft(outcome.report).drafted.isEmpty)
    }

    @Test func aDraftKeepsWhatHoldsAndWhatMetNothing() async throws {
        let rows = [
            try scene.row("a", Files.jpeg(100, 100)), try scene.row("b", Files.jpeg(), caption: "a boat"),
        ]
        let all = try waivers(for: await scene.check(rows))
        let stale = Waiver(rule: "caption-empty", content: Digest.of("gone"), reason: "old")
        let outcome = try await scene.check(rows, waivers: [all[0], stale])
        let draft = try WaiverDraft(outcome.report)
        #expect(draft.kept.map(\.finding.rule) == ["image-too-small"] && draft.stale == [stale])
        #expect(draft.drafted.map(\.rule) == ["trigger-absent"])
        let yaml = draft.yaml
        #expect(
            yaml.contains("reason: \"seen\"") && yaml.contains("reason: \"\"") && yaml.contains("\"old\""))
        #expect(yaml.contains("# a.jpg: 100×100 is below 512") && yaml.contains("# met no finding"))
        #expect(yaml.contains("# b.jpg: does not hold the trigger word"))
        let empty = try WaiverDraft(await scene.check([scene.row("c", Files.jpeg())]).report)
        #expect(empty.yaml.hasSuffix("waivers: []\n"))
    }
}
