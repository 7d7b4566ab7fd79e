/// The trainer could not be reached, refused, or left it open whether a job was started.
public struct TrainError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Kind: Sendable, Equatable {
        /// Nobody answered; nothing was started.
        case unreachable
        /// The trainer said no, with this HTTP status; nothing was started.
        case refused(status: Int)
        /// The job id is not known to the trainer.
        case unknownJob
        /// It is not known whether a job was started: nothing is sent again unasked.
        case unresolved
        /// A job of the same output name is under way that the ledger does not know as this submission's: nothing is
        /// sent unasked.
        case nameInUse
        /// An answer that is none of the API's.
        case unexpectedAnswer
        /// The export does not hold the payload that was to be sent, or not any more; nothing was started.
        case exportChanged
    }

    /// What kind it is.
    public let kind: Kind
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String
    /// How long the trainer asked to be left alone, by `Retry-After`; nil where it did not.
    public let retryAfter: Duration?

    init(_ kind: Kind, _ message: String, hint: String, retryAfter: Duration? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
    }

    /// The message.
    public var description: String { message }
}
