/// A connection or query failed. No text of it holds a password or a connection string.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller may want to act on it.
    public enum Kind: Sendable, Hashable {
        /// The connection settings can't be used; nothing was tried.
        case invalidSettings
        /// Nobody answered, or the answer was no.
        case cannotConnect
        /// User, password or tenant are wrong. Must not be tried again: services block an address after a
        /// few.
        case authentication
        /// The connection ended in the middle of something.
        case connectionLost
        /// The server refused a statement; `sqlState` says why.
        case query
        /// The Swift task was cancelled.
        case cancelled
        /// The deadline was over.
        case timedOut
    }

    /// What went wrong.
    public let kind: Kind
    /// The server's five-letter code; nil when the error isn't the server's.
    public let sqlState: String?
    /// What happened, for people.
    public let message: String
    /// What to do next, where that is known.
    public let hint: String?

    init(_ kind: Kind, _ message: String, sqlState: String? = nil, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.hint = hint
    }

    /// The message and the code.
    public var description: String { sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message }

    static let cancelled = PostgresError(.cancelled, "the database query was cancelled")
}
