public import Dataset

/// One thing that the check looks for. The rules are in `Rules/`, a file for each subject.
public struct Rule: Sendable {
    /// The stable kebab-case id, as reports and pipeline files spell it.
    public let id: String
    /// The default severity.
    public let severity: Severity
    /// What its findings depend on.
    public let matter: Matter
    /// What it measures, in a sentence.
    public let measures: String
    /// What to do about a finding.
    public let hint: String
    /// The numbers that a pipeline can set.
    public let thresholds: [Threshold]
    /// Whether its findings are on rows without a picture to prepare: such a row is left out even when the finding is only a
    /// warning, and the rule can't be switched off.
    public let leavesNoPicture: Bool
    /// Starts the rule for one run.
    let start: @Sendable (Setting) -> RuleEvaluator

    /// What a finding depends on: while that stays the same, a waiver holds.
    public enum Matter: String, Sendable {
        case picture, caption
        /// The picture and the caption.
        case both
        /// All rows; such a finding can't be waived.
        case dataset
    }

    /// A number that a rule measures against.
    public struct Threshold: Sendable, Equatable {
        /// As pipeline files spell it.
        public let name: String
        /// The default.
        public let value: Double
        /// The allowed values.
        public let range: ClosedRange<Double>
        /// Its meaning, unit and the source of the default.
        public let about: String
        /// Whether it counts something and takes whole numbers only.
        public let isCount: Bool

        init(_ name: String, _ value: Double, in range: ClosedRange<Double>, _ about: String) {
            self.name = name
            self.value = value
            self.range = range
            self.about = about
            isCount = false
        }

        init(count name: String, _ value: Int, in range: ClosedRange<Int>, _ about: String) {
            self.name = name
            self.value = Double(value)
            self.range = Double(range.lowerBound)...Double(range.upperBound)
            self.about = about
            isCount = true
        }
    }

    /// The context of a run, with the values of one rule's thresholds.
    struct Setting: Sendable {
        let run: RuleContext
        let values: [String: Double]

        /// The value of a threshold by its name.
        subscript(name: String) -> Double {
            guard let value = values[name] else { preconditionFailure("the rule has no threshold \(name)") }
            return value
        }
    }
}
