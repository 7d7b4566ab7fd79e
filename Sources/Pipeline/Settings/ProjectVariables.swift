import Dataset
import Foundation
import Pull

/// A Supabase project's address, keys and database as the environment names them: the names that Supabase's own
/// tools, its CLI, its docs and the frameworks around it use, the surest first.
struct ProjectVariables {
    private let variables: Variables

    init(_ variables: Variables) { self.variables = variables }

    /// The first of some variables that holds anything, with its name.
    private func first(_ names: [String], where fits: (String) -> Bool = { _ in true }) -> (
        name: String, value: String
    )? {
        for name in names {
            if let value = variables[name]?.trimmingCharacters(in: .whitespaces), !value.isEmpty, fits(value)
            {
                return (name, value)
            }
        }
        return nil
    }

    /// Those of some variables that are there and hold nothing.
    private func empty(_ names: [String]) -> [String] {
        names.filter { variables[$0]?.allSatisfy(\.isWhitespace) == true }
    }

    private static let urls = [
        "SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL", "SUPABASE_PUBLIC_URL",
    ]

    /// The variables that would name the project, and hold nothing.
    var emptyURLs: [String] { empty(Self.urls) }

    /// The project's URL.
    var url: String? {
        if let found = first(Self.urls) { return found.value }
        // The CLI prints it under a name that anything may have: only together with the others of its list.
        return variables["DB_URL"] == nil ? nil : first(["API_URL"], where: { $0.hasPrefix("http") })?.value
    }

    private static let secretKeys = [
        "SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_SERVICE_KEY", "SUPABASE_KEY",
    ]
    private static let publicKeys = [
        "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_ANON_KEY", "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY", "VITE_SUPABASE_PUBLISHABLE_KEY", "VITE_SUPABASE_ANON_KEY",
    ]

    /// The variables that would hold a key, and hold nothing.
    var emptyKeys: [String] { empty(Self.secretKeys + ["SUPABASE_SECRET_KEYS"] + Self.publicKeys) }

    /// A key for a project's URL, one that passes by policies before one that does not. The environment's key belongs
    /// to the environment's project: for another URL there is none.
    func key(for url: String) -> ProjectKey? {
        if let own = self.url, own.origin != url.origin { return nil }
        let (named, public_) = (Self.secretKeys, Self.publicKeys)
        if let (name, value) = first([named[0]]) { return ProjectKey(value, from: name) }
        if let value = keyOfList("SUPABASE_SECRET_KEYS") {
            return ProjectKey(value, from: "SUPABASE_SECRET_KEYS")
        }
        // Short names are other programs' too: they count when what they hold is a Supabase key by its form.
        let found =
            first(Array(named.dropFirst())) ?? first(["SERVICE_ROLE_KEY", "SECRET_KEY"], where: Self.isKey)
            ?? first(public_) ?? first(["PUBLISHABLE_KEY", "ANON_KEY"], where: Self.isKey)
        return found.flatMap { ProjectKey($0.value, from: $0.name) }
    }

    private static let databases = [
        "SUPABASE_DB_URL", "DATABASE_URL", "DIRECT_URL", "POSTGRES_URL_NON_POOLING", "POSTGRES_URL",
        "DB_URL",
    ]
    /// Alone, the other `PG*` name no database.
    private static let hosts = ["PGHOST", "PGHOSTADDR", "PGSERVICE"]

    /// The variables that would name the database, and hold nothing.
    var emptyDatabases: [String] { empty(Self.databases + Self.hosts) }

    /// The database's connection string; nil when only `PG*` can say, or nothing.
    ///
    /// - Parameter url: the project's URL: the Supabase CLI's own local stack has its database at a known place.
    func database(besides url: String?) -> String? {
        if let found = first(Self.databases) { return found.value }
        if let words = keywords { return words }
        return url.map(Self.isLocalStack) == true ? Self.localDatabase : nil
    }

    /// A URL with the password that `SUPABASE_DB_PASSWORD` holds, where the string as it is copied from the dashboard
    /// has a placeholder.
    func withPassword(_ database: String) -> String {
        guard let password = first(["SUPABASE_DB_PASSWORD"])?.value, database.contains("://") else {
            return database
        }
        return database.replacing(Self.placeholder, with: PercentCoding.encoded(password))
    }

    /// The variables that would hold the password of a connection string, and hold nothing.
    ///
    /// - Parameter host: where it leads; whether a password is needed is not known of this machine's own.
    func emptyPasswords(for host: String?, in database: String) -> [String] {
        let hosts = (host ?? "").lowercased().split(separator: ",")
        let isProject = hosts.contains { $0.hasSuffix(".supabase.co") || $0.hasSuffix(".supabase.com") }
        guard isProject || database.contains(Self.placeholder),
            first(["SUPABASE_DB_PASSWORD", "PGPASSWORD"]) == nil
        else { return [] }
        return empty(["SUPABASE_DB_PASSWORD", "PGPASSWORD"])
    }

    /// What the dashboard writes in the place of a password.
    private static let placeholder = "[YOUR-PASSWORD]"

    /// The password for a connection to a host that comes without one: for Supabase's own hosts alone, since a server
    /// that is somebody else's could ask for it in plain text.
    func password(for host: String?) -> String? {
        let hosts = (host ?? "").lowercased().split(separator: ",")
        guard !hosts.isEmpty, first(["PGPASSWORD"]) == nil, hosts.allSatisfy(Self.isSupabase) else {
            return nil
        }
        return first(["SUPABASE_DB_PASSWORD"])?.value
    }

    /// Whether a host in lower case is one of Supabase's own, or this machine, where its CLI runs a database. A domain
    /// counts from its dot on: `evil-localhost` is somebody's own name.
    private static func isSupabase(_ host: Substring) -> Bool {
        ["127.0.0.1", "::1", "localhost"].contains(host)
            || [".supabase.co", ".supabase.com"].contains { host.hasSuffix($0) || host.hasSuffix("\($0).") }
    }

    /// A value of Storage's S3 endpoint, by the CLI's names; for the environment's own project alone, as a key.
    func s3(_ part: S3Part, for url: String) -> String? {
        if let own = self.url, own.origin != url.origin { return nil }
        return first([part.rawValue])?.value
    }

    /// The parts of the S3 endpoint's key whose variables hold nothing.
    var emptyS3: [String] { empty([S3Part.accessKeyID, .secretAccessKey].map(\.rawValue)) }

    enum S3Part: String {
        case endpoint = "STORAGE_S3_URL"
        case region = "S3_PROTOCOL_REGION"
        case accessKeyID = "S3_PROTOCOL_ACCESS_KEY_ID"
        case secretAccessKey = "S3_PROTOCOL_ACCESS_KEY_SECRET"
    }

    /// libpq reads `PG*` from the environment, but not from a `.env`: from there they are given as keywords.
    private var keywords: String? {
        let names = [
            "PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password",
            "PGDATABASE": "dbname",
            "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert", "PGSERVICE": "service",
            "PGHOSTADDR": "hostaddr", "PGPASSFILE": "passfile",
        ]
        guard first(Self.hosts) != nil else { return nil }
        // To libpq an empty one is none.
        let words = names.sorted { $0.key < $1.key }.compactMap { name, word in
            variables[name].flatMap { $0.isEmpty ? nil : $0 }.map { value in
                "\(word)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
            }
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private func keyOfList(_ name: String) -> String? {
        // Anything but a JSON object of texts holds no key of ours.
        guard let text = variables[name], let keys = try? JSONValue(parsing: text) else { return nil }
        return keys["default"]?.string ?? keys.members?.sorted { $0.key < $1.key }.first?.value.string
    }

    private static func isKey(_ text: String) -> Bool {
        text.hasPrefix("sb_secret_") || text.hasPrefix("sb_publishable_")
            || (text.hasPrefix("eyJ") && text.split(separator: ".").count == 3)
    }

    /// Where the Supabase CLI's local stack listens unless its config.toml says otherwise.
    private static func isLocalStack(_ url: String) -> Bool {
        ["http://127.0.0.1:54321", "http://localhost:54321"].contains(url.origin)
    }

    /// The CLI's own default, the same on every machine.
    private static let localDatabase = "postgresql://postgres:postgres@127.0.0.1:54322/postgres"
}

extension String {
    /// Scheme, host and port of a URL, for a comparison.
    fileprivate var origin: String {
        guard let scheme = firstRange(of: "://") else { return lowercased() }
        return String(self[..<scheme.upperBound] + self[scheme.upperBound...].prefix { $0 != "/" })
            .lowercased()
    }
}
