import Dataset

/// All rules of one run, each with its state from the rows before.
struct RuleEngine {
    private let rules: [(rule: Rule, severity: Severity, evaluator: RuleEvaluator)]

    init(_ settings: RuleSettings, _ run: RuleContext) {
        rules = Rule.all.filter(settings.isOn).map { rule in
            let values = rule.thresholds.map { ($0.name, settings.value(of: $0, in: rule)) }
            let setting = Rule.Setting(run: run, values: Dictionary(uniqueKeysWithValues: values))
            return (rule, settings.severity(of: rule), rule.start(setting))
        }
    }

    /// Evaluates a row by every rule.
    func evaluate(_ input: RuleInput) -> [Finding] {
        rules.compactMap { rule, severity, evaluator in
            evaluator.row(input).map {
                Finding(
                    rule.id, severity, on: input.row, $0, hint: input.hint(of: rule),
                    content: input.content(of: rule.matter),
                    url: rule.matter == .picture ? input.url : nil)
            }
        }
    }

    /// The findings on the dataset as a whole.
    func conclude(_ estimate: RunEstimate) -> [Finding] {
        rules.compactMap { rule, severity, evaluator in
            evaluator.end(estimate).map {
                Finding(
                    rule: rule.id, severity: severity, row: nil, name: nil, message: $0, hint: rule.hint)
            }
        }
    }
}

/// One rule of a run: called for each row in order and then once at the end. Its closures hold the state between rows, a few
/// bytes a row.
struct RuleEvaluator {
    /// The message of a finding on a row, or nil.
    let row: (RuleInput) -> String?
    /// The message of a finding on the whole dataset, or nil; called once, after the last row.
    let end: (RunEstimate) -> String?

    init(row: @escaping (RuleInput) -> String?) {
        self.row = row
        end = { _ in nil }
    }

    init(end: @escaping (RunEstimate) -> String?) {
        row = { _ in nil }
        self.end = end
    }

    init(row: @escaping (RuleInput) -> String?, end: @escaping (RunEstimate) -> String?) {
        self.row = row
        self.end = end
    }
}
