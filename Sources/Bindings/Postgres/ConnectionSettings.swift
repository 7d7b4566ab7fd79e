import Foundation

/// How to reach a database: libpq's keywords, taken apart here. libpq's own parser repeats what it can't
/// read, passwords included, and refuses what other drivers' URLs carry (`pgbouncer=true`,
/// `sslmode=no-verify`).
public struct ConnectionSettings: Sendable, Equatable, CustomStringConvertible {
    /// libpq's keywords with their values, the password among them.
    private(set) var keywords: [String: String] = [:]
    /// Parameters of the URL that only other drivers know; they were left out.
    public private(set) var ignored: [String] = []

    /// Nothing but what the environment says: `PGHOST`, `PGUSER`, `PGPASSWORD`, … and `~/.pgpass`.
    public init() {}

    /// Reads a `postgres://` or `postgresql://` URL, or a string of keywords (`host=… user='…'`). An empty
    /// text means the environment.
    ///
    /// - Throws: `PostgresError` of kind `invalidSettings`, with what is wrong but without the text itself.
    public init(_ text: String) throws(PostgresError) {
        let text = String(text.trimmedOfSpace)
        if text.contains("\0") { throw Self.invalid("the connection string holds a NUL character") }
        let pairs: [(key: String, value: String)]
        if text.isEmpty {
            pairs = []
        } else if let scheme = text.firstRange(of: "://"), !text[..<scheme.lowerBound].contains("=") {
            pairs = try ConnectionURL.parse(text)
        } else {
            pairs = try KeywordString.parse(text)
        }
        for (key, value) in pairs { try take(key, value) }
        if keywords["password"]?.uppercased() == "[YOUR-PASSWORD]" {
            throw Self.invalid(
                "the connection string still holds the words [YOUR-PASSWORD]",
                hint: "put the database password there, percent-encoded, as in p%40ss for p@ss")
        }
    }

    /// The host, or hosts, as given.
    public var host: String? { keywords["host"] ?? keywords["hostaddr"] }
    /// The user, as given.
    public var user: String? { keywords["user"] }
    /// The database, as given.
    public var database: String? { keywords["dbname"] }
    /// The requested `sslmode`, as given. Without one, hosts of Supabase are asked for `require`; elsewhere
    /// libpq's default `prefer` goes on in plain text where TLS is not offered.
    public var sslMode: String? { keywords["sslmode"] }
    /// Whether a password was given.
    public var hasPassword: Bool { keywords["password"] != nil }

    /// The same settings with a password, for connection strings that come without one.
    public func with(password: String) -> ConnectionSettings {
        var copy = self
        copy.keywords["password"] = password
        return copy
    }

    /// Where it leads, without password and parameters.
    public var description: String {
        let port = keywords["port"].map { ":\($0)" } ?? ""
        let user = keywords["user"].map { "\($0)@" } ?? ""
        return "postgresql://\(user)\(host ?? "(environment)")\(port)/\(database ?? "")"
    }

    /// What libpq is given: the keywords and what this tool always wants.
    var parameters: [(String, String)] { parameters(environment: ProcessInfo.processInfo.environment) }

    func parameters(environment: [String: String]) -> [(String, String)] {
        var defaults = [
            "application_name": "lorapipe", "client_encoding": "UTF8",
            // A pooler that doesn't know GSS requests can't parse one.
            "gssencmode": "disable",
            "keepalives": "1", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": "20000",
        ]
        if wantsTLS(environment) { defaults["sslmode"] = "require" }
        return defaults.merging(keywords) { _, given in given }.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value)
        }
    }

    /// Whether TLS is asked for unasked: of hosts that always offer it, when nobody chose a mode. libpq would
    /// silently go on in plain text with a server that claims to have none.
    private func wantsTLS(_ environment: [String: String]) -> Bool {
        // A service file can hold a mode of its own, which a keyword would override.
        let isChosen = ["PGSSLMODE", "PGREQUIRESSL", "PGSERVICE"].contains { environment[$0] != nil }
        guard !isChosen, keywords["service"] == nil else { return false }
        let hosts = (keywords["host"] ?? environment["PGHOST"] ?? "").split(
            separator: ",", omittingEmptySubsequences: false)
        return hosts.allSatisfy { host in
            let name = host.lowercased()
            return [".supabase.co", ".supabase.com"].contains {
                name.hasSuffix($0) || name.hasSuffix("\($0).")
            }
        }
    }

    private mutating func take(_ key: String, _ value: String) throws(PostgresError) {
        switch (key, value) {
        case ("sslmode", "no-verify"):
            // Another driver's word for encryption without a look at the certificate; libpq says "require".
            keywords["sslmode"] = "require"
        case ("sslmode", _) where !Self.sslModes.contains(value):
            throw Self.invalid(
                "the connection string's sslmode is none that libpq knows",
                hint: "it takes \(Self.sslModes.joined(separator: ", "))")
        case ("ssl", "true"): keywords["sslmode"] = "require"
        case ("client_encoding", _): ignored.append(key)  // texts are read as UTF-8, whatever the URL says
        case _ where Self.known.contains(key): keywords[key] = value
        case _ where Self.foreign.contains(key): ignored.append(key)
        default:
            throw Self.invalid(
                "the connection string has a parameter that libpq does not know: \(Self.shown(key))",
                hint: "remove it, or percent-encode a ? or & that belongs to the password")
        }
    }

    static func invalid(_ message: String, hint: String? = nil) -> PostgresError {
        PostgresError(.invalidSettings, message, hint: hint)
    }

    /// A parameter's name, unless it can be a piece of a password.
    private static func shown(_ key: String) -> String {
        key.count <= 32 && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
            ? key : "(not shown)"
    }

    private static let sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

    private static let known: Set<String> = [
        "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth",
        "channel_binding",
        "connect_timeout", "options", "application_name", "fallback_application_name", "keepalives",
        "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "gssencmode",
        "sslmode",
        "sslcompression", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslcrl", "sslcrldir", "sslsni",
        "requirepeer", "ssl_min_protocol_version", "ssl_max_protocol_version", "krbsrvname", "service",
        "target_session_attrs",
    ]

    private static let foreign: Set<String> = [
        "pgbouncer", "connection_limit", "pool_timeout", "socket_timeout", "schema", "sslaccept", "supa",
        "statement_cache_size", "prepared_statement_cache_size", "workaround", "pool_size", "max_connections",
    ]
}

extension StringProtocol {
    var trimmedOfSpace: SubSequence {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return tail }
        return tail[...last]
    }
}
