/// What an earlier report found, so that a later one can show only what is new.
public struct Baseline: Sendable {
    /// A finding is the same when its rule, its row and what it rests on are: a picture or caption that changed and
    /// still has the fault is looked at anew.
    private struct Key: Hashable {
        let rule: String
        let row: ExactText?
        let content: String?
    }

    private let known: Set<Key>

    /// Takes the findings, waived ones included, of a document `lorapipe.report/1`.
    ///
    /// - Throws: `BaselineError` when it is another document.
    public init(report: JSONValue) throws(BaselineError) {
        guard report["schema"]?.string == "lorapipe.report/1" else { throw BaselineError() }
        // Findings that the earlier report knew already stay known.
        let entries = ["findings", "waived", "known"].flatMap { report[$0]?.array ?? [] }
        known = Set(
            entries.compactMap { entry in
                entry["rule"]?.string.map {
                    Key(
                        rule: $0, row: (entry["row"]?.string).map(ExactText.init),
                        content: entry["content"]?.string)
                }
            })
    }

    /// Whether the earlier report had a finding too.
    public func holds(_ finding: Finding) -> Bool {
        known.contains(
            Key(
                rule: finding.rule, row: finding.row.map(ExactText.init), content: finding.content?.hex))
    }
}

/// A document is no report of the preflight.
public struct BaselineError: Error, Sendable, CustomStringConvertible {
    /// In a sentence.
    public let description = "is no report of lorapipe check (schema lorapipe.report/1)"
}

extension Report {
    /// The report with what an earlier one had too set aside as known.
    ///
    /// - Throws: an error when the findings can't be read.
    public func since(_ baseline: Baseline) throws -> Report {
        var report = self
        report.findings = try findings.filter { !baseline.holds($0) }
        report.known = try findings.filter(baseline.holds)
        return report
    }
}
