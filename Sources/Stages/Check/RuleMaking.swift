import Dataset

/// The kinds of rules, so that a rule's file holds nothing but what is its own.
extension Rule {
    /// A rule that judges each row by itself.
    static func row(
        _ id: String, _ severity: Severity, on matter: Matter, measures: String, hint: String,
        thresholds: [Threshold] = [], _ message: @escaping @Sendable (Subject, Setting) -> String?
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: matter, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false
        ) { setting in
            Judge(row: { message($0, setting) })
        }
    }

    /// A rule that judges each caption of which something is left once white space is trimmed, as the trainer trims
    /// it.
    static func caption(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ message: @escaping @Sendable (String, Subject, Setting) -> String?
    ) -> Rule {
        row(id, severity, on: .caption, measures: measures, hint: hint, thresholds: thresholds) {
            subject, setting in
            subject.caption.isEmpty ? nil : message(subject.caption, subject, setting)
        }
    }

    /// A rule that judges each usable picture.
    static func picture(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ message: @escaping @Sendable (Seen, Setting) -> String?
    ) -> Rule {
        row(id, severity, on: .picture, measures: measures, hint: hint, thresholds: thresholds) {
            subject, setting in
            subject.seen.flatMap { message($0, setting) }
        }
    }

    /// A rule that names why a row has no usable picture: found while fetching, or by the look at its file.
    static func noPicture(_ id: String, measures: String, hint: String) -> Rule {
        Rule(
            id: id, severity: .error, matter: .picture, measures: measures, hint: hint, thresholds: [],
            leavesNoPicture: true
        ) { _ in
            Judge(row: { subject in
                if case .unusable(id, let message, _) = subject.picture { message } else { nil }
            })
        }
    }

    /// A rule that compares rows with those before them.
    static func among(
        _ id: String, _ severity: Severity, on matter: Matter, measures: String, hint: String,
        thresholds: [Threshold] = [], _ start: @escaping @Sendable (Setting) -> (Subject) -> String?
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: matter, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false
        ) { Judge(row: start($0)) }
    }

    /// A rule about what lies in a source and is no row of it.
    ///
    /// - Parameter what: the message, behind the number of them.
    static func leftOut(
        _ id: String, _ severity: Severity, _ reason: LeftOut.Reason, measures: String, hint: String,
        saying what: String
    ) -> Rule {
        dataset(id, severity, measures: measures, hint: hint) { setting in
            Judge(end: { _ in
                let group = setting.run.leftOut[reason]
                guard group.count > 0 else { return nil }
                let named = group.names.prefix(5).map(\.printableLine).joined(separator: ", ")
                let more = group.count > 5 ? " and \(group.count - 5) more" : ""
                return "\(group.count) \(what): \(named)\(more)"
            })
        }
    }

    /// A rule about the dataset as a whole.
    static func dataset(
        _ id: String, _ severity: Severity, measures: String, hint: String, thresholds: [Threshold] = [],
        _ start: @escaping @Sendable (Setting) -> Judge
    ) -> Rule {
        Rule(
            id: id, severity: severity, matter: .dataset, measures: measures, hint: hint,
            thresholds: thresholds,
            leavesNoPicture: false, start: start)
    }
}
