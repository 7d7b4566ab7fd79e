import Check
import Pipeline
import Testing

@Suite("check.rules") struct RuleReadingTests {
    private func rules(_ text: String, _ overrides: String...) throws -> RuleSettings {
        try SettingsScene().read(SettingsScene.folder + text, set: overrides).rules
    }

    @Test("a severity, a threshold, or both")
    func forms() throws {
        var expected = RuleSettings()
        try expected.set("image-upscaled", to: "warning")
        try expected.set("image-upscaled", "max_factor", to: "3")
        #expect(
            try rules("check: { rules: { image-upscaled: { severity: warning, max_factor: 3 } } }")
                == expected)
        let threshold = try rules("check: { rules: { image-upscaled: { max_factor: 3.0 } } }")
        #expect(threshold != expected)
        try expected.set("image-upscaled", to: "error")
        #expect(
            try rules("check: { rules: { image-upscaled: { max_factor: 3, severity: error } } }") == expected)
    }

    @Test("--set puts one value over the file's and leaves the others")
    func overrides() throws {
        let given = "check: { rules: { image-upscaled: { severity: warning, max_factor: 3 } } }"
        var expected = RuleSettings()
        try expected.set("image-upscaled", to: "note")
        try expected.set("image-upscaled", "max_factor", to: "3")
        #expect(try rules(given, "check.rules.image-upscaled=note") == expected)
        try expected.set("image-upscaled", "max_factor", to: "5")
        #expect(
            try rules(given, "check.rules.image-upscaled=note", "check.rules.image-upscaled.max_factor=5")
                == expected)
        let word = "check: { rules: { image-upscaled: note } }"
        #expect(try rules(word, "check.rules.image-upscaled.max_factor=5") == expected)
        #expect(try rules("", "check.rules.image-upscaled.max_factor=5") != expected)
    }

    @Test("what is wrong is named with its place and the nearest name")
    func problems() throws {
        let text =
            SettingsScene.folder + """
                check:
                  rules:
                    image-upscaled: { max_facter: 3 }
                    image-extreme-aspect: { min_ratio: 2 }
                    caption-filler: { min_words: 3 }
                    caption-too-short: { min_words: [3] }
                    image-blury: { severity: note }
                """
        let problems = try SettingsScene().problems(text)
        let told = problems.map { "\($0.line ?? 0) \($0.message) | \($0.hint)" }
        #expect(told.count == 5)
        #expect(
            told.contains {
                $0.hasPrefix("4 ") && $0.contains("max_facter") && $0.contains("did you mean max_factor?")
            })
        #expect(told.contains { $0.hasPrefix("5 ") && $0.contains("a number from 0 to 1") })
        #expect(told.contains { $0.hasPrefix("6 ") && $0.contains("it takes severity") })
        #expect(told.contains { $0.hasPrefix("7 ") && $0.contains("caption-too-short") })
        #expect(told.contains { $0.hasPrefix("8 ") && $0.contains("image-blurry") })
    }
}
