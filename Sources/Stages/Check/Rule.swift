public import Dataset

/// One thing the preflight looks for. Each stands in a file of its own under `Rules`.
public struct Rule: Sendable {
    /// The stable kebab-case id, as reports and pipeline files spell it.
    public let id: String
    /// What it weighs unless the pipeline says otherwise.
    public let severity: Severity
    /// What its findings rest upon.
    public let matter: Matter
    /// What it measures, in a sentence.
    public let measures: String
    /// What to do about a finding.
    public let hint: String
    /// The numbers that a pipeline may set.
    public let thresholds: [Threshold]
    /// Whether what it finds has no picture to prepare: such a row is left out even when the finding is only a
    /// warning, and the rule can't be switched off.
    public let leavesNoPicture: Bool
    /// Starts the rule for one run.
    let start: @Sendable (Setting) -> Judge

    /// What a finding rests upon: while that stays the same, a waiver holds.
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
        /// What it is unless the pipeline says otherwise.
        public let value: Double
        /// What it may be set to.
        public let range: ClosedRange<Double>
        /// What it is, with its unit, and where the value comes from.
        public let about: String
        /// Whether it counts something, so that it takes whole numbers only.
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

    /// What stays the same for every row of a run, as one rule sees it.
    struct Setting: Sendable {
        let run: Run
        let values: [String: Double]

        /// The value of one of the rule's own thresholds.
        subscript(name: String) -> Double {
            guard let value = values[name] else { preconditionFailure("the rule has no threshold \(name)") }
            return value
        }
    }
}
