import Dataset

/// A report for the terminal: grouped by rule, the worst first, capped with a count. Findings are read a rule at a
/// time, and none but those that are shown is held.
enum ReportText {
    /// How many findings of one rule are shown before the rest is counted.
    private static let cap = 10
    /// How many findings of one message share a line.
    private static let shared = 5

    /// - Throws: `StoreError` when the findings can't be read.
    static func text(_ report: Report, _ console: Console) throws -> String {
        var lines = [
            "\(console.coloured(report.dataset.name.printableLine, .bold)): \(report.rows) row(s) checked"
        ]
        for rule in Self.rules(report) {
            let word = console.coloured(rule.severity.rawValue, colour(rule.severity))
            let (shown, count) = try causes(of: rule.id, report)
            lines.append("")
            lines.append("\(word) \(rule.id) (\(rule.count))")
            lines += shown.map { "  \($0)" }
            if count > shown.count { lines.append("  … and \(count - shown.count) more") }
            lines.append(console.coloured("  → \(rule.hint.printableLine)", .faint))
        }
        lines.append("")
        lines += accepted(report, console)
        lines += report.estimate.map { RunEstimateText.lines($0, blocks: report.stops) } ?? []
        lines.append(
            "\(report.count(.error)) error(s), \(report.count(.warning)) warning(s), \(report.count(.note)) note(s)"
                + (report.findings.isEmpty ? report.known == nil ? ": nothing to mend" : ": nothing new" : "")
        )
        return lines.joined(separator: "\n")
    }

    /// What was found and does not count: waived, or known before.
    private static func accepted(_ report: Report, _ console: Console) -> [String] {
        var lines: [String] = []
        for waived in report.waived.prefix(cap) {
            lines.append(
                console.coloured(
                    "waived \(waived.finding.rule) \(place(waived.finding))\(waived.reason.printableLine)",
                    .faint))
        }
        if report.waived.count > cap { lines.append("… and \(report.waived.count - cap) more waived") }
        for waiver in report.staleWaivers.prefix(cap) {
            lines.append(
                console.coloured("stale waiver", .yellow)
                    + " \(waiver.rule) \(waiver.content.short)… (\(waiver.reason.printableLine)): met no finding of that content; remove it if the row is mended or gone"
            )
        }
        if report.staleWaivers.count > cap {
            lines.append("… and \(report.staleWaivers.count - cap) more stale waivers")
        }
        if let known = report.known {
            let errors = known.count(.error)
            lines.append(
                "\(known.count) finding(s) of the baseline are not shown"
                    + (errors > 0 ? "; \(errors) of them are errors, which still stop export and train" : ""))
        }
        return lines
    }

    /// Findings of one message.
    private struct Cause {
        let first: Finding
        /// How many have the message; 1 for a finding that has a line of its own.
        let count: Int
        var names: [String] = []

        var line: String {
            // Behind the finding, for a browser: so the hint that says so can be followed.
            let url = first.url.map { "\n    \($0.withoutControls.prefix(2000))" } ?? ""
            if count == 1 { return "\(place(first))\(first.message.printableLine)\(url)" }
            return "\(first.message.printableLine): \(count) rows, \(names.joined(separator: ", ")) and "
                + "\(count - names.count) more\(url)"
        }
    }

    /// A line a finding; findings of one and the same message share a line when they are many: it is one cause.
    ///
    /// - Returns: the first lines, and how many there are.
    private static func causes(of rule: String, _ report: Report) throws -> (shown: [String], count: Int) {
        // By hash: a million messages that differ would not fit.
        var counts: [Int: Int32] = [:]
        try report.findings.forEach(rule: rule) { counts[$0.message.hashValue, default: 0] += 1 }
        let count = counts.values.reduce(0) { $0 + ($1 < shared ? Int($1) : 1) }
        var causes: [Cause] = []
        var places: [Int: Int] = [:]
        var unnamed = 0
        struct Enough: Error {}
        do {
            try report.findings.forEach(rule: rule) { finding in
                let message = finding.message.hashValue
                let same = Int(counts[message] ?? 1)
                if same >= shared, let place = places[message] {
                    guard causes[place].names.count < 3 else { return }
                    causes[place].names.append(name(finding))
                    unnamed -= 1
                } else if causes.count < cap {
                    let isShared = same >= shared
                    if isShared {
                        places[message] = causes.count
                        unnamed += 2
                    }
                    causes.append(
                        Cause(
                            first: finding, count: isShared ? same : 1, names: isShared ? [name(finding)] : []
                        ))
                }
                if unnamed == 0 && causes.count == cap { throw Enough() }
            }
        } catch is Enough {}
        return (causes.map(\.line), count)
    }

    private static func name(_ finding: Finding) -> String {
        (finding.name ?? finding.row ?? "?").printableLine
    }

    /// The rules that found something, the worst first; those of one severity in the order of their first findings.
    private static func rules(_ report: Report) -> [Findings.Tally.Rule] {
        Severity.allCases.reversed().flatMap { severity in
            report.findings.tally.rules.filter { $0.severity == severity }
        }
    }

    private static func place(_ finding: Finding) -> String {
        switch (finding.name, finding.row) {
        case (let name?, let row?) where name != row: "\(name.printableLine) [\(row.printableLine)]: "
        case (let name?, _): "\(name.printableLine): "
        case (nil, let row?): "\(row.printableLine): "
        case (nil, nil): ""
        }
    }

    private static func colour(_ severity: Severity) -> Console.Colour {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .note: .blue
        }
    }
}
