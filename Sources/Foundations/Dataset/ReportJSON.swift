extension Report {
    /// The document `lorapipe.report/1`.
    public var json: JSONValue {
        .record([
            "schema": "lorapipe.report/1",
            "dataset": .record([
                "id": .string(dataset.id), "name": .string(dataset.name),
                "trigger": dataset.trigger.map { .string($0) },
            ]),
            "summary": summary.json,
            "outlook": estimate?.json,
            "findings": .array(findings.map(\.json)),
            "waived": .array(waived.map(\.json)),
            "stale_waivers": .array(staleWaivers.map(\.json)),
            "known": known.map { .array($0.map(\.json)) },
        ])
    }
}

extension Report.Waived {
    /// The finding, and the reason behind its members.
    public var json: JSONValue {
        .object((finding.json.members ?? []) + [.init("reason", .string(reason))])
    }
}

extension Report {
    /// The counts of a report, without what was found.
    public struct Summary: Sendable, Equatable {
        /// How many rows were checked.
        public var rows: Int
        /// How many findings of each severity count.
        public var errors, warnings, notes: Int
        /// How many findings are waived, and how many waivers met no finding.
        public var waived, staleWaivers: Int
        /// How many findings an earlier report had too, and how many of those are errors; nil without such a report.
        public var known, knownErrors: Int?

        /// The member `summary` of a report.
        public var json: JSONValue {
            .record([
                "rows": .int(Int64(rows)), "errors": .int(Int64(errors)),
                "warnings": .int(Int64(warnings)), "notes": .int(Int64(notes)),
                "waived": .int(Int64(waived)), "stale_waivers": .int(Int64(staleWaivers)),
                "known": known.map { .int(Int64($0)) }, "known_errors": knownErrors.map { .int(Int64($0)) },
            ])
        }

        /// Reads `json`; nil where a count is missing.
        public init?(json: JSONValue) {
            func count(_ key: String) -> Int? { json[key]?.int.flatMap { Int(exactly: $0) } }
            guard let rows = count("rows"), let errors = count("errors"), let warnings = count("warnings"),
                let notes = count("notes"), let waived = count("waived"),
                let staleWaivers = count("stale_waivers")
            else { return nil }
            (self.rows, self.errors, self.warnings, self.notes) = (rows, errors, warnings, notes)
            (self.waived, self.staleWaivers) = (waived, staleWaivers)
            (known, knownErrors) = (count("known"), count("known_errors"))
        }

        fileprivate init(_ report: Report) {
            rows = report.rows
            (errors, warnings, notes) = (report.count(.error), report.count(.warning), report.count(.note))
            (waived, staleWaivers) = (report.waived.count, report.staleWaivers.count)
            (known, knownErrors) = (
                report.known?.count, report.known?.count { $0.severity == .error }
            )
        }
    }

    /// The counts.
    public var summary: Summary { Summary(self) }
}
