import Dataset

/// The kinds of rules: each factory fills in what rules of its kind share.
extension Rule {
    /// A rule on each row by itself.
    static func row(
        _ id: String, _ severity: Severity, on matter: Matter, measures: String, hint: String,
        thresholds: [Threshold] = [], _ message: @escaping @Sendable (RuleInput, Setting) -> String?
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: matter, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false
        ) { setting in
            RuleEvaluator(row: { message($0, setting) })
        }
    }

    /// A rule on each caption that is not empty once white space is trimmed, as the trainer trims it.
    static func caption(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ message: @escaping @Sendable (String, RuleInput, Setting) -> String?
    ) -> Rule {
        row(id, severity, on: .caption, measures: measures, hint: hint, thresholds: thresholds) {
            input, setting in
            input.caption.isEmpty ? nil : message(input.caption, input, setting)
        }
    }

    /// A rule on each usable picture.
    static func picture(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ message: @escaping @Sendable (InspectedImage, Setting) -> String?
    ) -> Rule {
        row(id, severity, on: .picture, measures: measures, hint: hint, thresholds: thresholds) {
            input, setting in
            input.inspected.flatMap { message($0, setting) }
        }
    }

    /// A rule that reports why a row has no usable picture: found by the fetch or by the inspection.
    static func noPicture(_ id: String, measures: String, hint: String) -> Rule {
        Rule(
            id: id, severity: .error, matter: .picture, measures: measures, hint: hint, thresholds: [],
            leavesNoPicture: true
        ) { _ in
            RuleEvaluator(row: { input in
                if case .unusable(id, let message, _) = input.picture { message } else { nil }
            })
        }
    }

    /// A rule that compares rows with those before them.
    static func among(
        _ id: String, _ severity: Severity, on matter: Matter, measures: String, hint: String,
        thresholds: [Threshold] = [], _ start: @escaping @Sendable (Setting) -> (RuleInput) -> String?
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: matter, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false
        ) { RuleEvaluator(row: start($0)) }
    }

    /// A rule on what a source holds besides rows.
    ///
    /// - Parameter what: the message after the number of them.
    static func leftOut(
        _ id: String, _ severity: Severity, _ reason: LeftOut.Reason, measures: String, hint: String,
        saying what: String
    ) -> Rule {
        dataset(id, severity, measures: measures, hint: hint) { setting in
            RuleEvaluator(end: { _ in
                let group = setting.run.leftOut[reason]
                guard group.count > 0 else { return nil }
                let named = group.names.prefix(5).map(\.printableLine).joined(separator: ", ")
                let more = group.count > 5 ? " and \(group.count - 5) more" : ""
                return "\(group.count) \(what): \(named)\(more)"
            })
        }
    }

    /// A rule on the dataset as a whole.
    static func dataset(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ start: @escaping @Sendable (Setting) -> RuleEvaluator
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: .dataset, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false, start: start)
    }
}
