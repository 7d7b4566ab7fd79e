/// How much a finding weighs.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    case note, warning, error

    /// Note below warning below error.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// Something about a row, or about the whole dataset, that its owner should know. A row's failure is one of
/// these; it never stops the rest.
public struct Finding: Sendable, Equatable {
    /// The stable kebab-case id of the rule that found it.
    public var rule: String
    /// How much it weighs; errors block a run.
    public var severity: Severity
    /// The row's id; nil for findings on the whole dataset.
    public var row: String?
    /// The row's picture name.
    public var name: String?
    /// What was found, in a sentence.
    public var message: String
    /// What to do about it.
    public var hint: String
    /// The SHA-256 of what the finding rests upon, the picture's file or the caption, by which it can be waived;
    /// nil for findings on the whole dataset, and where there is no file.
    public var content: Digest?
    /// Where the picture was looked for, where it did not come or the server gave something else: an http(s) URL without
    /// query, fragment and user part, any of which can hold a secret.
    public var url: String?

    /// A finding.
    public init(
        rule: String, severity: Severity, row: String?, name: String?, message: String, hint: String,
        content: Digest? = nil, url: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.row = row
        self.name = name
        self.message = message
        self.hint = hint
        self.content = content
        self.url = url
    }

    /// A finding on one row.
    public init(
        _ rule: String, _ severity: Severity, on row: DatasetRow, _ message: String, hint: String,
        content: Digest? = nil, url: String? = nil
    ) {
        self.init(
            rule: rule, severity: severity, row: row.id, name: row.name, message: message, hint: hint,
            content: content, url: url)
    }

    /// Reads `json`; nil where a member is missing or has no such value.
    public init?(json: JSONValue) {
        guard let rule = json["rule"]?.string,
            let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)),
            let message = json["message"]?.string, let hint = json["hint"]?.string
        else { return nil }
        self.init(
            rule: rule, severity: severity, row: json["row"]?.string, name: json["name"]?.string,
            message: message, hint: hint, content: json["content"]?.string.flatMap { Digest(hex: $0) },
            url: json["url"]?.string)
    }

    /// As it stands in a report.
    public var json: JSONValue {
        .record([
            "rule": .string(rule), "severity": .string(severity.rawValue), "row": row.map { .string($0) },
            "name": name.map { .string($0) }, "message": .string(message), "hint": .string(hint),
            "content": content.map { .string($0.hex) }, "url": url.map { .string($0) },
        ])
    }
}

/// A finding that its dataset's owner has looked at and accepts. It holds for one rule and one content, and lapses
/// when the picture or the caption that it was given for changes.
public struct Waiver: Sendable, Hashable {
    /// The id of the rule.
    public var rule: String
    /// The SHA-256 of the content, as findings carry it.
    public var content: Digest
    /// Why it is accepted.
    public var reason: String

    /// A waiver.
    public init(rule: String, content: Digest, reason: String) {
        self.rule = rule
        self.content = content
        self.reason = reason
    }

    /// As it stands in a report.
    public var json: JSONValue {
        .record([
            "rule": .string(rule), "content": .string(content.hex), "reason": .string(reason),
        ])
    }
}
