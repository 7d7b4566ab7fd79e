public import Dataset

/// One thing the preflight looks for.
public struct Rule: Sendable {
    /// The stable kebab-case id, as reports and pipeline files spell it.
    public let id: String
    /// What it weighs unless the pipeline says otherwise.
    public let severity: Severity
    /// What it measures, in a sentence.
    public let measures: String
    /// What to do about a finding.
    public let hint: String
    /// Whether a row that it finds has no picture to prepare: such a row is left out even when the finding
    /// is only a warning, and the rule can't be switched off.
    public let leavesNoPicture: Bool
    /// Starts a run of the rule: the function it gives is called with each row in order and answers with the
    /// finding's message, or nil. What it must remember from row to row it holds itself, a few bytes a row.
    let start: @Sendable (Subject.Setting) -> (Subject) -> String?

    init(
        id: String, severity: Severity, measures: String, hint: String, leavesNoPicture: Bool = false,
        start: @escaping @Sendable (Subject.Setting) -> (Subject) -> String?
    ) {
        self.id = id
        self.severity = severity
        self.measures = measures
        self.hint = hint
        self.leavesNoPicture = leavesNoPicture
        self.start = start
    }

    /// All of them, in the order in which a row's findings are told.
    public static let all: [Rule] = [
        .imageMissing,
        .imageUnavailable,
        .imageHostRefused,
        .imageTooLarge,
        .imageNotAnImage,
        .imageUnsupported,
        .imageAnimated,
        .imageUnreadable,
        .imageTruncated,
        .imageTooSmall,
        .imageDuplicate,
        .nameDuplicate,
        .captionMissing,
        .captionEmpty,
        .triggerAbsent,
    ]
}

/// A row in front of the rules.
struct Subject {
    /// What stays the same for every row of a run.
    struct Setting: Sendable {
        let trigger: String?
        let resolution: Resolution
    }

    let row: DatasetRow
    let picture: Picture

    enum Picture {
        case seen(SourceImage, ImageFacts)
        /// Without a usable picture; the id of the rule that names the reason, and the message.
        case unusable(rule: String, message: String)
    }

    var facts: ImageFacts? {
        if case .seen(_, let facts) = picture { facts } else { nil }
    }

    var image: SourceImage? {
        if case .seen(let image, _) = picture { image } else { nil }
    }
}

extension Rule {
    /// A rule that judges each row by itself.
    static func row(
        _ id: String, _ severity: Severity, measures: String, hint: String,
        _ message: @escaping @Sendable (Subject, Subject.Setting) -> String?
    ) -> Rule {
        Rule(id: id, severity: severity, measures: measures, hint: hint) { setting in
            { subject in message(subject, setting) }
        }
    }

    /// A rule that names why a row has no usable picture: found while fetching, or by the look at its file.
    static func noPicture(_ id: String, measures: String, hint: String) -> Rule {
        Rule(id: id, severity: .error, measures: measures, hint: hint, leavesNoPicture: true) { _ in
            { subject in
                if case .unusable(id, let message) = subject.picture { message } else { nil }
            }
        }
    }
}
