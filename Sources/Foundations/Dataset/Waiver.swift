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
