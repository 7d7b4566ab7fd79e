public import Dataset

/// The rules as a Markdown page and as JSON: the output of `lorapipe rules`, and the content of `Rules/README.md`.
public enum RuleReference {
    /// The document `lorapipe.rules/1`.
    public static func json(_ settings: RuleSettings = RuleSettings()) -> JSONValue {
        let rules = Rule.all.map { rule in
            JSONValue.record([
                "id": .string(rule.id), "severity": .string(settings.severity(of: rule).rawValue),
                "on": .bool(settings.isOn(rule)), "rests_on": .string(rule.matter.rawValue),
                "measures": .string(rule.measures), "hint": .string(rule.hint),
                "can_be_off": .bool(!rule.leavesNoPicture),
                "thresholds": .array(
                    rule.thresholds.map { threshold in
                        .record([
                            "name": .string(threshold.name),
                            "value": .double(settings.value(of: threshold, in: rule)),
                            "minimum": .double(threshold.range.lowerBound),
                            "maximum": .double(threshold.range.upperBound), "about": .string(threshold.about),
                        ])
                    }),
            ])
        }
        return .record(["schema": "lorapipe.rules/1", "rules": .array(rules)])
    }

    /// The reference page, in Markdown.
    public static func markdown(_ settings: RuleSettings = RuleSettings()) -> String {
        let head = """
            # What the preflight looks for

            Printed by `lorapipe rules --markdown`; a test holds it against the rules. A pipeline file sets each rule under
            `check.rules`: `off`, `note`, `warning`, `error`, or a mapping of `severity` and the thresholds named here.
            Errors block a run. A finding on a row whose file came can be waived (`check.waivers`): the waiver names the rule and
            the SHA-256 of what the finding rests on, the picture, the caption or both, and holds while that stays the same,
            under another name or in another row too, and whatever the settings are then.

            """
        return ([head] + Rule.all.map { page($0, settings) }).joined(separator: "\n")
    }

    private static func page(_ rule: Rule, _ settings: RuleSettings) -> String {
        let weight = settings.isOn(rule) ? settings.severity(of: rule).rawValue : "off"
        let rests =
            switch rule.matter {
            case .picture: "rests on the picture"
            case .caption: "rests on the caption"
            case .both: "rests on picture and caption"
            case .dataset: "about the whole dataset"
            }
        var lines = [
            "## `\(rule.id)`", "",
            "**\(weight)** · \(rests)" + (rule.leavesNoPicture ? " · can't be off" : ""), "",
            "Finds \(rule.measures).", "",
        ]
        for threshold in rule.thresholds {
            lines.append(
                "- `\(threshold.name)`: \(settings.value(of: threshold, in: rule).text(6)) \(threshold.about)"
            )
        }
        if !rule.thresholds.isEmpty { lines.append("") }
        lines += ["→ \(rule.hint)", ""]
        return lines.joined(separator: "\n")
    }
}
