/// What an earlier report found, so that a later one can show only what is new.
public struct Baseline: Sendable {
    /// A finding is the same when its rule and its row are, whatever the message counts now.
    private struct Key: Hashable {
        let rule: String
        let row: String?
    }

    private let known: Set<Key>

    /// Takes the findings, waived ones included, of a document `lorapipe.report/1`.
    ///
    /// - Throws: `BaselineError` when it is another document.
    public init(report: JSONValue) throws(BaselineError) {
        guard report["schema"]?.string == "lorapipe.report/1" else { throw BaselineError() }
        // A baseline was itself perhaps taken against another: what it left out as known is in that one.
        let entries = ["findings", "waived"].flatMap { report[$0]?.array ?? [] }
        known = Set(
            entries.compactMap { entry in
                entry["rule"]?.string.map { Key(rule: $0, row: entry["row"]?.string) }
            })
    }

    /// Whether the earlier report had a finding too.
    public func holds(_ finding: Finding) -> Bool {
        known.contains(Key(rule: finding.rule, row: finding.row))
    }
}

/// A document is no report of the preflight.
public struct BaselineError: Error, Sendable, CustomStringConvertible {
    /// In a sentence.
    public let description = "is no report of lorapipe check (schema lorapipe.report/1)"
}

extension Report {
    /// The report without what an earlier one had too, which is counted instead.
    public func since(_ baseline: Baseline) -> Report {
        var report = self
        report.findings = findings.filter { !baseline.holds($0) }
        report.known = findings.count - report.findings.count
        return report
    }
}
