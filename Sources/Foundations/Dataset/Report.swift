/// What the preflight found in a dataset: all of it at once.
public struct Report: Sendable {
    /// The dataset looked at.
    public var dataset: DatasetInfo
    /// How many rows were looked at.
    public var rows: Int
    /// Everything found that counts, in row order, findings on the whole dataset last.
    public var findings: [Finding]
    /// What was found and waived, in the same order.
    public var waived: [Waived] = []
    /// Waivers that met no finding: what they were given for has changed or is gone.
    public var staleWaivers: [Waiver] = []
    /// Findings that an earlier report had too: they are left out of this one's, and still stop an export. Nil without
    /// such a report.
    public var known: [Finding]?
    /// What a run would do with the dataset as it is; nil where it was not reckoned.
    public var estimate: RunEstimate?

    /// A finding with the reason why it does not count.
    public struct Waived: Sendable, Equatable {
        /// What was found.
        public var finding: Finding
        /// Why it is accepted.
        public var reason: String

        /// A waived finding.
        public init(_ finding: Finding, reason: String) {
            self.finding = finding
            self.reason = reason
        }
    }

    /// A report.
    public init(dataset: DatasetInfo, rows: Int, findings: [Finding]) {
        self.dataset = dataset
        self.rows = rows
        self.findings = findings
    }

    /// How many findings weigh this much.
    public func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Whether something found keeps the dataset from being trained as it is.
    public var blocks: Bool { findings.contains { $0.severity == .error } }

    /// The same with what is set aside as known: that does not fail a check, and stops an export.
    public var stops: Bool { blocks || known?.contains { $0.severity == .error } == true }
}
