public import Dataset

/// A pipeline's settings of the rules: which are off, and the severities and thresholds of the others.
public struct RuleSettings: Sendable, Equatable {
    private var severities: [String: Severity] = [:]
    private var off: Set<String> = []
    private var thresholds: [String: [String: Double]] = [:]

    /// Every rule at its defaults.
    public init() {}

    /// Sets one rule by the word of a pipeline file: error, warning, note or off.
    ///
    /// - Throws: `RuleSettingError` for an unknown rule, an unknown word, or `off` for a rule whose rows have no
    ///   picture.
    public mutating func set(_ id: String, to word: String) throws(RuleSettingError) {
        let rule = try Self.rule(id)
        if word == "off" {
            if rule.leavesNoPicture { throw .cannotBeOff(id) }
            off.insert(id)
        } else if let severity = Severity(rawValue: word) {
            severities[id] = severity
            off.remove(id)
        } else {
            throw .unknownSetting(id, word)
        }
    }

    /// Sets one threshold of a rule.
    ///
    /// - Throws: `RuleSettingError` for an unknown rule or threshold, and for a text that is not a number in its range.
    public mutating func set(_ id: String, _ name: String, to text: String) throws(RuleSettingError) {
        let rule = try Self.rule(id)
        guard let threshold = rule.thresholds.first(where: { $0.name == name }) else {
            throw .unknownThreshold(id, name, rule.thresholds.map(\.name))
        }
        guard let value = Double(text), threshold.range.contains(value),
            !threshold.isCount || value == value.rounded()
        else { throw .outOfRange(id, name, text, threshold) }
        thresholds[id, default: [:]][name] = value
    }

    /// True unless the rule was set to `off`.
    public func isOn(_ rule: Rule) -> Bool { !off.contains(rule.id) }

    /// The severity that was set, or the default.
    public func severity(of rule: Rule) -> Severity { severities[rule.id] ?? rule.severity }

    /// The value that was set, or the default.
    public func value(of threshold: Rule.Threshold, in rule: Rule) -> Double {
        thresholds[rule.id]?[threshold.name] ?? threshold.value
    }

    /// The value of a rule's first threshold, for another rule that needs it.
    func first(_ rule: Rule) -> Double {
        guard let threshold = rule.thresholds.first else {
            preconditionFailure("\(rule.id) has no threshold")
        }
        return value(of: threshold, in: rule)
    }

    private static func rule(_ id: String) throws(RuleSettingError) -> Rule {
        guard let rule = Rule.all.first(where: { $0.id == id }) else { throw .unknownRule(id) }
        return rule
    }
}

/// An invalid setting of a rule.
public enum RuleSettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No rule has this id.
    case unknownRule(String)
    /// The word is not one of error, warning, note, off.
    case unknownSetting(String, String)
    /// Rows found by this rule have no picture, so it can't be off.
    case cannotBeOff(String)
    /// The rule has no such threshold; the third value lists those that it has.
    case unknownThreshold(String, String, [String])
    /// The text is not a number, or not one that the threshold takes.
    case outOfRange(String, String, String, Rule.Threshold)

    /// One sentence that names the rule and the setting.
    public var description: String {
        switch self {
        case .unknownRule(let id): "there is no rule \"\(id)\""
        case .unknownSetting(let id, let word):
            "\(id): \"\(word)\" is none of error, warning, note, off"
        case .cannotBeOff(let id):
            "\(id) can't be off: what it finds has nothing to train on; with warning such rows are left out"
        case .unknownThreshold(let id, let name, let known):
            "\(id) has no setting \"\(name)\": it takes "
                + (["severity"] + known).joined(separator: ", ")
        case .outOfRange(let id, let name, let text, let threshold):
            "\(id).\(name) is \"\(text)\": it takes a \(threshold.isCount ? "whole " : "")number from "
                + "\(threshold.range.lowerBound.text(6)) to \(threshold.range.upperBound.text(6))"
        }
    }
}
