import Dataset

/// A report for the terminal: grouped by rule, the worst first, capped with a count.
enum ReportText {
    /// How many findings of one rule are told before the rest is counted.
    private static let cap = 10
    /// How many findings of one message share a line.
    private static let shared = 5

    static func text(_ report: Report, _ console: Console) -> String {
        var lines = [
            "\(console.coloured(report.dataset.name.printableLine, .bold)): \(report.rows) row(s) checked"
        ]
        for group in groups(report) {
            let first = group[0]
            let word = console.coloured(first.severity.rawValue, colour(first.severity))
            lines.append("")
            lines.append("\(word) \(first.rule) (\(group.count))")
            let told = causes(group)
            for line in told.prefix(cap) { lines.append("  \(line)") }
            if told.count > cap { lines.append("  … and \(told.count - cap) more") }
            lines.append(console.coloured("  → \(first.hint.printableLine)", .faint))
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
            let errors = known.count { $0.severity == .error }
            lines.append(
                "\(known.count) finding(s) of the baseline are not shown"
                    + (errors > 0 ? "; \(errors) of them are errors, which still stop export and train" : ""))
        }
        return lines
    }

    /// A line a finding; findings of one and the same message share a line when they are many: it is one cause.
    private static func causes(_ group: [Finding]) -> [String] {
        var byMessage: [String: [Finding]] = [:]
        for finding in group { byMessage[finding.message, default: []].append(finding) }
        return group.compactMap { finding in
            let same = byMessage[finding.message] ?? []
            // Behind the finding, for a browser: so the hint that says so can be followed.
            let url = finding.url.map { "\n    \($0.withoutControls.prefix(2000))" } ?? ""
            if same.count < shared { return "\(place(finding))\(finding.message.printableLine)\(url)" }
            // Told where the first of them stands.
            guard same[0] == finding else { return nil }
            let names = same.prefix(3).map { ($0.name ?? $0.row ?? "?").printableLine }.joined(
                separator: ", ")
            let all =
                "\(finding.message.printableLine): \(same.count) rows, \(names) and \(same.count - 3) more"
            return all + url
        }
    }

    private static func groups(_ report: Report) -> [[Finding]] {
        var order: [String] = []
        var byRule: [String: [Finding]] = [:]
        for finding in report.findings {
            if byRule[finding.rule] == nil { order.append(finding.rule) }
            byRule[finding.rule, default: []].append(finding)
        }
        let groups = order.compactMap { byRule[$0] }
        // Sorting by severity alone must not disturb the order inside it.
        return Severity.allCases.reversed().flatMap { severity in groups.filter { $0[0].severity == severity }
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
