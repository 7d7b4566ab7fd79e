import Postgres

extension RestFailure {
    /// What PostgREST makes of the database's refusal.
    ///
    /// - Parameter schema: where a relation that the message names lies.
    init(_ error: PostgresError, role: String, schema: String) {
        guard let state = error.sqlState else {
            self = Self.withoutState(error)
            return
        }
        let (message, details) = Self.parts(error.message)
        status = Self.status(state, message, isAnonymous: role == "anon")
        code = state
        self.message = message
        self.details = details
        hint = Self.hint(state, message, role, schema) ?? Self.serversHint(error)
        if status == 401 { headers["WWW-Authenticate"] = "Bearer" }
    }

    private static func withoutState(_ error: PostgresError) -> RestFailure {
        switch error.kind {
        case .query:
            // A NUL cannot be sent to the server, which would have said this.
            RestFailure(
                status: 400, code: "22021", message: "invalid byte sequence for encoding \"UTF8\": 0x00")
        case .invalidSettings:
            RestFailure(status: 400, code: "42602", message: error.message)
        default:
            RestFailure(
                status: 503, code: "PGRST000",
                message: "Database connection error. Retrying the connection.", details: error.message)
        }
    }

    /// The binding puts our words before the server's message and its detail behind it, after a semicolon; the
    /// server quotes what a user gave, so a semicolon in there is none of ours.
    private static func parts(_ text: String) -> (message: String, details: String?) {
        var words = text[...]
        for prefix in ["the database refused: ", "the database stopped the query: "]
        where words.hasPrefix(prefix) {
            words = words.dropFirst(prefix.count)
        }
        var isQuoted = false
        for (index, character) in zip(words.indices, words) {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted, words[index...].hasPrefix("; ") {
                return (String(words[..<index]), String(words[index...].dropFirst(2)))
            }
        }
        return (String(words), nil)
    }

    private static func serversHint(_ error: PostgresError) -> String? {
        // For these two kinds the binding gives advice of its own.
        error.kind == .query ? error.hint : nil
    }

    /// A missing grant comes with the statement that mends it.
    private static func hint(_ state: String, _ message: String, _ role: String, _ schema: String) -> String?
    {
        guard state == "42501" else { return nil }
        for kind in ["table", "view", "materialized view", "foreign table"] {
            let start = "permission denied for \(kind) "
            if message.hasPrefix(start) {
                return "Grant the required privileges to the current role with: GRANT SELECT ON "
                    + "\(schema).\(message.dropFirst(start.count)) TO \(role);"
            }
        }
        return nil
    }

    /// PostgREST's table of SQLSTATEs, the longest match first.
    private static func status(_ state: String, _ message: String, isAnonymous: Bool) -> Int {
        switch state {
        case "42501": return isAnonymous ? 401 : 403
        case "23503", "23505": return 409
        case "25006": return 405
        case "21000": return 500
        case "22023": return message.hasPrefix("role ") && message.hasSuffix(" does not exist") ? 401 : 400
        case "53400": return 500
        case "57P01": return 503
        case "42883", "42P01": return 404
        case "42P17": return 500
        case "P0001": return 400
        default: break
        }
        switch state.prefix(2) {
        case "08", "53": return 503
        case "0L", "0P", "28": return 403
        case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV", "P0", "XX":
            return 500
        default: return 400
        }
    }
}
