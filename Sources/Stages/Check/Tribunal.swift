import Dataset

/// All rules of one run, each with what it remembers of the rows before.
struct Tribunal {
    private let rules: [(rule: Rule, severity: Severity, judge: (Subject) -> String?)]

    init(_ settings: RuleSettings, _ setting: Subject.Setting) {
        rules = Rule.all.filter(settings.isOn).map {
            ($0, settings.severity(of: $0), $0.start(setting))
        }
    }

    /// Holds a row against every rule; the row comes back when nothing keeps it from being prepared.
    func judge(_ fetched: FetchedRow, _ verdict: Looker.Verdict?) -> (
        findings: [Finding], sound: CheckedRow?
    ) {
        let subject = Subject(row: fetched.row, picture: Self.picture(fetched.picture, verdict))
        var findings = rules.compactMap { rule, severity, judge in
            judge(subject).map { Finding(rule.id, severity, on: fetched.row, $0, hint: rule.hint) }
        }
        // A fetch's reason that no rule here goes by is told as it came: no row goes missing in silence.
        if case .failed(let finding) = fetched.picture, !Rule.all.contains(where: { $0.id == finding.rule }) {
            findings.insert(finding, at: 0)
        }
        guard case .seen(let image, let facts) = subject.picture,
            !findings.contains(where: { $0.severity == .error })
        else { return (findings, nil) }
        return (findings, CheckedRow(row: fetched.row, image: image, facts: facts))
    }

    private static func picture(_ fetched: FetchedRow.Picture, _ verdict: Looker.Verdict?)
        -> Subject.Picture
    {
        switch (fetched, verdict) {
        case (.failed(let finding), _): .unusable(rule: finding.rule, message: finding.message)
        case (.kept(let image), .facts(let facts, _)): .seen(image, facts)
        case (.kept, .fault(let rule, let message)): .unusable(rule: rule, message: message)
        case (.kept, nil): .unusable(rule: Rule.imageUnreadable.id, message: "was not looked at")
        }
    }
}
