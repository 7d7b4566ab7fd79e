import Dataset

/// The number of findings of one rule.
struct RuleTally {
    let id: String
    let severity: Severity
    /// What it looks for; empty for a fetch's finding under an id that is no rule.
    let measures: String
    /// Findings without a waiver.
    var found = 0
    /// Waived findings.
    var waived = 0

    /// Every rule that is on and every other one in the report, by severity, then by the number of findings.
    static func all(in report: Report, _ settings: RuleSettings) -> [RuleTally] {
        var tallies = Rule.all.filter { settings.isOn($0) }.map {
            RuleTally(id: $0.id, severity: settings.severity(of: $0), measures: $0.measures)
        }
        var places = Dictionary(uniqueKeysWithValues: tallies.enumerated().map { ($1.id, $0) })
        func add(
            _ count: Int, of rule: String, _ severity: Severity, as kind: WritableKeyPath<RuleTally, Int>
        ) {
            let place = places[rule] ?? tallies.count
            if place == tallies.count {
                places[rule] = place
                tallies.append(RuleTally(id: rule, severity: severity, measures: ""))
            }
            tallies[place][keyPath: kind] += count
        }
        for rule in report.findings.tally.rules { add(rule.count, of: rule.id, rule.severity, as: \.found) }
        for waived in report.waived { add(1, of: waived.finding.rule, waived.finding.severity, as: \.waived) }
        // The sort is stable: equal rules keep the order of the list.
        return tallies.sorted { ($0.severity, $0.found) > ($1.severity, $1.found) }
    }
}

extension Finding {
    /// The row in a report: its picture's name, and its id where that differs; nil for a finding on the dataset.
    var label: String? {
        guard let row else { return nil }
        guard let name, name != row, !name.isEmpty else { return row }
        return "\(name) (row \(row))"
    }
}
