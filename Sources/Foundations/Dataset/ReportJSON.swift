extension Report {
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
                "warnings": .int(Int64(count(.warning))), "notes": .int(Int64(count(.note))),
                "waived": .int(Int64(waived.count)), "stale_waivers": .int(Int64(staleWaivers.count)),
                "known": known.map { .int(Int64($0.count)) },
                "known_errors": known.map { .int(Int64($0.count { $0.severity == .error })) },
            ]),
            "outlook": outlook?.json,
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
