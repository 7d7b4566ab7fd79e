/// What the preflight found in a dataset: all of it at once.
public struct Report: Sendable {
    /// The dataset looked at.
    public var dataset: DatasetInfo
    /// How many rows were looked at.
    public var rows: Int
    /// Everything found that counts, in row order, findings on the whole dataset last.
    public var findings: Findings
    /// What was found and waived, in the same order.
    public var waived: [Waived] = []
    /// Waivers that met no finding: what they were given for has changed or is gone.
    public var staleWaivers: [Waiver] = []
    /// Findings that an earlier report had too: they are left out of this one's, and still stop an export. Nil without
    /// such a report.
    public var known: Findings?
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
    public init(dataset: DatasetInfo, rows: Int, findings: Findings) {
        self.dataset = dataset
        self.rows = rows
        self.findings = findings
    }

    /// How many findings have this severity.
    public func count(_ severity: Severity) -> Int { findings.count(severity) }

    /// Whether something found keeps the dataset from being trained as it is.
    public var blocks: Bool { count(.error) > 0 }

    /// The same with what is set aside as known: that does not fail a check, and stops an export.
    public var stops: Bool { blocks || (known?.count(.error) ?? 0) > 0 }
}
