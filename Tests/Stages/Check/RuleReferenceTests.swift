import Dataset
import Foundation
import TestKit
import Testing

@testable import Check

@Suite struct RuleReferenceTests {
    @Test("the reference page in the sources is what the program prints")
    func page() throws {
        let path = "\(Program.root)/Sources/Stages/Check/Rules/README.md"
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            written == RuleReference.markdown() + "\n",
            "print it again: lorapipe rules --markdown > Sources/Stages/Check/Rules/README.md")
    }

    @Test("each rule stands in one file, and each file holds rules")
    func files() throws {
        let folder = "\(Program.root)/Sources/Stages/Check/Rules"
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".swift")
        }
        var used: Set<String> = []
        for rule in Rule.all {
            let holders = try files.filter {
                try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).contains("\"\(rule.id)\"")
            }
            #expect(holders.count == 1, "\(rule.id)")
            used.formUnion(holders)
        }
        #expect(used == Set(files))
    }

    @Test("every threshold says what it is, and its default is one that it takes")
    func thresholds() {
        for rule in Rule.all {
            for threshold in rule.thresholds {
                #expect(threshold.range.contains(threshold.value) && !threshold.about.isEmpty, "\(rule.id)")
                #expect(
                    threshold.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil && threshold.name != "severity")
            }
            #expect(Set(rule.thresholds.map(\.name)).count == rule.thresholds.count)
        }
        #expect(Rule.all.contains { !$0.thresholds.isEmpty })
    }

    @Test("settings show in the document and on the page")
    func settings() throws {
        var settings = RuleSettings()
        try settings.set("image-upscaled", "max_factor", to: "3.5")
        try settings.set("caption-filler", to: "off")
        let rules = try #require(RuleReference.json(settings)["rules"]?.array)
        let upscaled = rules.first { $0["id"] == "image-upscaled" }
        #expect(upscaled?["thresholds"]?.array?.first?["value"]?.double == 3.5)
        #expect(rules.first { $0["id"] == "caption-filler" }?["on"] == false)
        #expect(rules.count == Rule.all.count)
        #expect(RuleReference.markdown(settings).contains("`max_factor`: 3.5"))
        #expect(!RuleReference.markdown().contains("`max_factor`: 3.5"))
    }
}
