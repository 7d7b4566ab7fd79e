import Check
import Dataset
import Yams

/// Reads `check.rules`: a rule's id with a severity, or with a mapping of its severity and thresholds.
enum RuleReading {
    static func rules(_ reader: inout SettingReader) -> RuleSettings {
        var rules = RuleSettings()
        for word in words(&reader) { set(word, in: &rules, &reader) }
        return rules
    }

    /// One value of one rule.
    private struct Word {
        let rule: String
        /// The threshold; nil for the severity.
        let threshold: String?
        let text: String
        let place: String
        let line: Int?
    }

    private static let path = "check.rules"

    private static func set(_ word: Word, in rules: inout RuleSettings, _ reader: inout SettingReader) {
        do {
            if let threshold = word.threshold {
                try rules.set(word.rule, threshold, to: word.text)
            } else {
                // A bare off is a boolean in YAML 1.1, so what other tools write for it is false.
                try rules.set(word.rule, to: word.text == "false" ? "off" : word.text)
            }
        } catch {
            reader.report(
                .init(word.place, word.line, "\(path): \(error)".printableLine, hint: hint(for: error)))
        }
    }

    private static func hint(for error: RuleSettingError) -> String {
        let nearest: String? =
            switch error {
            case .unknownRule(let id): NearestName.of(id, among: Rule.all.map(\.id))
            case .unknownThreshold(_, let name, let known): NearestName.of(name, among: known + ["severity"])
            default: nil
            }
        return nearest.map { "did you mean \($0)?" } ?? "lorapipe rules lists them with their settings"
    }

    private static func words(_ reader: inout SettingReader) -> [Word] {
        guard let value = reader.value(path) else { return [] }
        guard let mapping = value.node.mapping else {
            reader.report(
                path, "\(path) must be a mapping",
                hint: "write the rule's id, a colon, and off, note, warning or error")
            return []
        }
        var words: [Word] = []
        for (key, node) in mapping {
            guard let rule = key.string else {
                refuse("?", key.mark?.line, value, &reader)
                continue
            }
            if let text = node.scalar?.string {
                words += word(rule, nil, text, node, value, &reader)
            } else if let members = node.mapping, !members.isEmpty {
                for (name, member) in members {
                    guard let name = name.string, let text = member.scalar?.string else {
                        refuse(rule, key.mark?.line, value, &reader)
                        continue
                    }
                    words += word(rule, name == "severity" ? nil : name, text, member, value, &reader)
                }
            } else {
                refuse(rule, key.mark?.line, value, &reader)
            }
        }
        return words
    }

    private static func refuse(
        _ rule: String, _ line: Int?, _ value: SettingValues.Value, _ reader: inout SettingReader
    ) {
        reader.report(
            .init(
                value.place, line,
                "\(path).\(rule.printableLine) must be off, note, warning or error, or its settings",
                hint: "as in { severity: error, max_tokens: 512 }; lorapipe rules lists the settings of each")
        )
    }

    private static func word(
        _ rule: String, _ threshold: String?, _ text: String, _ node: Node, _ value: SettingValues.Value,
        _ reader: inout SettingReader
    ) -> [Word] {
        guard let text = reader.expanded(text, in: path) else { return [] }
        // Only what was read from a file has a mark.
        let line = node.mark?.line
        let place = line == nil ? "--set \(path).\(rule)" + (threshold.map { ".\($0)" } ?? "") : value.place
        return [Word(rule: rule, threshold: threshold, text: text, place: place, line: line)]
    }
}
