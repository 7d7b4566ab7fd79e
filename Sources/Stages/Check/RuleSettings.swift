import Dataset

/// What a pipeline says about the rules: which are off, and what the others weigh.
public struct RuleSettings: Sendable, Equatable {
    private var severities: [String: Severity] = [:]
    private var off: Set<String> = []

    /// Every rule at its own default.
    public init() {}

    /// Sets one rule by the word of a pipeline file.
    ///
    /// - Throws: `RuleSettingError` for an unknown rule, an unknown word, or `off` for a rule whose rows have no
    ///   picture.
    public mutating func set(_ id: String, to word: String) throws(RuleSettingError) {
        guard let rule = Rule.all.first(where: { $0.id == id }) else { throw .unknownRule(id) }
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

    func isOn(_ rule: Rule) -> Bool { !off.contains(rule.id) }
    func severity(of rule: Rule) -> Severity { severities[rule.id] ?? rule.severity }
}

/// A setting of a rule that can't be.
public enum RuleSettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No rule has this id.
    case unknownRule(String)
    /// The word is none of error, warning, note, off.
    case unknownSetting(String, String)
    /// Rows found by this rule have no picture, so it can't be off.
    case cannotBeOff(String)

    /// In a sentence.
    public var description: String {
        switch self {
        case .unknownRule(let id): "there is no rule \"\(id)\""
        case .unknownSetting(let id, let word):
            "\(id): \"\(word)\" is none of error, warning, note, off"
        case .cannotBeOff(let id):
            "\(id) can't be off: its rows have no picture to train on; with warning they are left out"
        }
    }
}
