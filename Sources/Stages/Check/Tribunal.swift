import Dataset

/// All rules of one run, each with what it remembers of the rows before.
struct Tribunal {
    private let rules: [(rule: Rule, severity: Severity, judge: Judge)]

    init(_ settings: RuleSettings, _ run: Run) {
        rules = Rule.all.filter(settings.isOn).map { rule in
            let values = rule.thresholds.map { ($0.name, settings.value(of: $0, in: rule)) }
            let setting = Rule.Setting(run: run, values: Dictionary(uniqueKeysWithValues: values))
            return (rule, settings.severity(of: rule), rule.start(setting))
        }
    }

    /// Holds a row against every rule.
    func judge(_ subject: Subject) -> [Finding] {
        rules.compactMap { rule, severity, judge in
            judge.row(subject).map {
                Finding(
                    rule.id, severity, on: subject.row, $0, hint: subject.hint(of: rule),
                    content: subject.content(of: rule.matter),
                    url: rule.matter == .picture ? subject.url : nil)
            }
        }
    }

    /// What is to be said of the dataset as a whole.
    func conclude(_ outlook: Outlook) -> [Finding] {
        rules.compactMap { rule, severity, judge in
            judge.end(outlook).map {
                Finding(
                    rule: rule.id, severity: severity, row: nil, name: nil, message: $0, hint: rule.hint)
            }
        }
    }
}
