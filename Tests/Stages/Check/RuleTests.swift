import Dataset
import Store
import TestKit
import Testing

@testable import Check

@Suite struct RuleTests {
    @Test(arguments: RuleCase.all) func speaksWhenItShouldAndOnlyThen(_ one: RuleCase) async throws {
        let scene = try CheckScene()
        let rows = try one.speaks(scene)
        var only = RuleSettings.only(one.rule)
        for (rule, thresholds) in one.settings {
            for (name, value) in thresholds { try only.set(rule, name, to: value) }
        }
        let outcome = try await scene.check(
            rows, trigger: one.trigger, settings: only, seed: one.seeds.wrong, leftOut: one.leftOut)
        let rule = try #require(Rule.all.first { $0.id == one.rule })
        // The last row is the one at fault; what it doubles comes before it.
        let row = rule.matter == .dataset ? nil : rows.last?.row
        #expect(try outcome.told == ["\(row?.id ?? "-") \(one.rule)"])
        let finding = try #require(outcome.report.findings.all().first)
        #expect(finding.severity == rule.severity && finding.hint == rule.hint && !finding.message.isEmpty)
        #expect(finding.name == row?.name)
        #expect(outcome.sound.count == rows.count - (row != nil && rule.severity == .error ? 1 : 0))
        // The control.
        let quiet = try await scene.check(
            try one.isQuiet(scene), settings: only, seed: one.seeds.right)
        #expect(try quiet.told == [] && quiet.sound.count == quiet.report.rows && quiet.report.rows > 0)
    }

    @Test func everyRuleHasItsCase() {
        #expect(Set(RuleCase.all.map(\.rule)) == Set(Rule.all.map(\.id)))
        #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
        for rule in Rule.all {
            #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
            #expect(!rule.measures.isEmpty && !rule.hint.isEmpty)
        }
    }
}
