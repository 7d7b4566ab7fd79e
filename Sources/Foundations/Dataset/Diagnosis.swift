/// One thing that a run will need, tried: what works, what was found out, and what to change.
public struct Diagnosis: Sendable, Equatable {
    /// How it went.
    public enum Verdict: String, Sendable, CaseIterable {
        /// It works.
        case works
        /// It works, but not as one would want it.
        case doubtful
        /// A run would fail here.
        case fails
        /// It could not be tried, because something before it fails.
        case untried
    }

    /// What was tried: `database`, `rows`, `storage` …
    public var subject: String
    /// How it went.
    public var verdict: Verdict
    /// What was found out, in a line; no secret is in it.
    public var message: String
    /// What to change; empty when nothing needs to.
    public var hint: String

    /// A diagnosis.
    public init(_ subject: String, _ verdict: Verdict, _ message: String, hint: String = "") {
        self.subject = subject
        self.verdict = verdict
        self.message = message
        self.hint = hint
    }

    /// As it stands in the document `lorapipe.doctor/1`.
    public var json: JSONValue {
        .record([
            "subject": .string(subject), "verdict": .string(verdict.rawValue), "message": .string(message),
            "hint": .string(hint),
        ])
    }
}
