/// What the preflight found in a dataset: all of it at once.
public struct Report: Sendable {
    /// The dataset looked at.
    public var dataset: DatasetInfo
    /// How many rows were looked at.
    public var rows: Int
    /// Everything found, in row order, findings on the whole dataset last.
    public var findings: [Finding]

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

    /// The document `lorapipe.report/1`.
    public var json: JSONValue {
        .record([
            "schema": "lorapipe.report/1",
            "dataset": .record([
                "id": .string(dataset.id), "name": .string(dataset.name),
                "trigger": dataset.trigger.map { .string($0) },
            ]),
            "summary": .record([
                "rows": .int(Int64(rows)), "errors": .int(Int64(count(.error))),
                "warnings": .int(Int64(count(.warning))), "notes": .int(Int64(count(.note))), "waived": 0,
            ]),
            "findings": .array(findings.map(\.json)),
        ])
    }
}
