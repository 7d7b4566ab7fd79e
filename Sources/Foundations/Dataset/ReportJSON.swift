extension Report {
    /// Writes the document `lorapipe.report/1`, finding by finding.
    ///
    /// - Parameters:
    ///   - pretty: whether it is indented; otherwise it stands on one line.
    ///   - sink: receives the text in pieces, without a line feed behind it.
    /// - Throws: an error when the findings can't be read, and what `sink` throws.
    public func writeJSON(pretty: Bool, to sink: @escaping (String) throws -> Void) throws {
        var document = JSONDocument(pretty: pretty, to: sink)
        for (key, member) in members {
            switch member {
            case .value(let value): try document.add(key, value)
            case .findings(let findings):
                try document.add(list: key) { add in try findings.forEach { try add($0.json) } }
            }
        }
        try document.end()
    }

    /// The same document in memory: for small reports.
    ///
    /// - Throws: an error when the findings can't be read.
    public func json() throws -> JSONValue {
        .object(
            try members.map { key, member in
                switch member {
                case .value(let value): .init(key, value)
                case .findings(let findings): .init(key, .array(try findings.all().map(\.json)))
                }
            })
    }

    private enum Member {
        case value(JSONValue)
        case findings(Findings)
    }

    private var members: [(String, Member)] {
        let dataset: JSONValue = .record([
            "id": .string(dataset.id), "name": .string(dataset.name),
            "trigger": dataset.trigger.map { .string($0) },
        ])
        let members: [(String, Member?)] = [
            ("schema", .value("lorapipe.report/1")), ("dataset", .value(dataset)),
            ("summary", .value(summary.json)), ("outlook", estimate.map { .value($0.json) }),
            ("findings", .findings(findings)), ("waived", .value(.array(waived.map(\.json)))),
            ("stale_waivers", .value(.array(staleWaivers.map(\.json)))),
            ("known", known.map { .findings($0) }),
        ]
        return members.compactMap { key, member in member.map { (key, $0) } }
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
            (known, knownErrors) = (report.known?.count, report.known?.count(.error))
        }
    }

    /// The counts.
    public var summary: Summary { Summary(self) }
}
