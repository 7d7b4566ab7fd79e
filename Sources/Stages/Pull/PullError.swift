import Postgres

/// A source could not be read: the run's failure, not a row's.
public struct PullError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Kind: Sendable, Equatable {
        /// The settings name something that isn't there or can't be used.
        case settings
        /// The database or Storage could not be reached, refused, or broke off.
        case outside
        /// This machine could not keep what came, as on a full disk.
        case machine
    }

    /// What kind it is.
    public let kind: Kind
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String

    init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    /// The message.
    public var description: String { message }

    /// A database's error, with a hint for those that every user of Supabase meets once.
    ///
    /// - Parameter tries: how often it was tried in all.
    init(_ error: PostgresError, at place: String, tries: Int = 1) {
        let hint =
            switch (error.kind, error.sqlState) {
            case (_, "42P01"):
                "check the names under pull.tables; the schema of the original system has public.datasets"
                    + " and public.data"
            case (_, "42703"): "check the column names under pull.tables"
            case (_, "42501"): "grant the role SELECT on both tables, or connect as postgres"
            case (.authentication, _):
                "check user and password in pull.database; do not simply try again,"
                    + " services block an address after a few failures"
            case (.connectionLost, _): "run the command again: nothing partial was kept"
            case (.timedOut, _): "check host and port, and that the network lets you through"
            default: "check pull.database; a paused project must be restored first"
            }
        let kind: Kind = error.kind == .invalidSettings ? .settings : .outside
        let tried = tries > 1 ? " (tried \(tries) times)" : ""
        // A failed connection names its place itself.
        let what = error.message.hasPrefix("could not connect") ? "\(error)" : "\(place): \(error)"
        self.init(kind, what + tried, hint: error.hint ?? hint)
    }
}
