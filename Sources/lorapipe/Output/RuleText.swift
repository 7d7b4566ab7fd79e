import Check
import Dataset

/// The rules for the terminal.
enum RuleText {
    static func text(_ settings: RuleSettings, _ console: Console) -> String {
        Rule.all.map { rule in
            let weight = settings.isOn(rule) ? settings.severity(of: rule).rawValue : "off"
            let head = "\(console.coloured(rule.id, .bold))  \(weight)"
            let thresholds = rule.thresholds.map { threshold in
                "    \(threshold.name): \(settings.value(of: threshold, in: rule).text(6))  "
                    + console.coloured(threshold.about, .faint)
            }
            return ([head, "  \(rule.measures)"] + thresholds + ["  → \(rule.hint)"]).joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }
}
