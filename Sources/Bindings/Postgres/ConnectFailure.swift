/// Puts libpq's words for a failed connection into ours: what kind it is and what to do. At this point libpq
/// has no SQLSTATE to give, only text.
enum ConnectFailure {
    private struct Case {
        let texts: [String]
        let kind: PostgresError.Kind
        let hint: String
    }

    static func explain(_ text: String, _ settings: ConnectionSettings) -> PostgresError {
        let text = settings.withoutPassword(text)
        let match = cases.first { $0.texts.contains { text.contains($0) } }
        return PostgresError(
            match?.kind ?? .cannotConnect, "could not connect to the database at \(settings): \(text)",
            hint: match?.hint ?? "check the connection string, and that the database is running")
    }

    private static let cases = [
        Case(
            texts: ["password authentication failed", "no password supplied"], kind: .authentication,
            hint:
                "check user and password (special characters percent-encoded), and on Supabase that the"
                + " project is not paused; not tried again: addresses are blocked after a few failures"),
        Case(
            texts: ["(ENOTFOUND)", "Tenant or user not found", "(ENOIDENTIFIER)"], kind: .authentication,
            hint: "copy the pooler's connection string anew: its host differs by project, and the user is"
                + " postgres.PROJECT"),
        Case(
            texts: ["temporarily blocked"], kind: .authentication,
            hint: "too many failed logins: wait some minutes, then check the password"),
        Case(
            texts: ["no pg_hba.conf entry", "allow_list", "SSL connection is required"],
            kind: .authentication,
            hint:
                "the server does not take this user, address or unencrypted connection: try sslmode=require,"
                + " and check the network restrictions"),
        Case(
            texts: ["certificate", "SSL error"], kind: .cannotConnect,
            hint: "with sslmode=verify-full set sslrootcert to the certificate of the server's authority"),
        Case(
            texts: ["Network is unreachable", "could not translate host name", "No route to host"],
            kind: .cannotConnect,
            hint: "check the host name; Supabase's direct host has only IPv6: use the session pooler's string"
        ),
        Case(
            texts: [
                "max clients reached", "max client connections", "remaining connection slots",
                "too many clients",
            ],
            kind: .cannotConnect,
            hint: "the database has no connection left: close others, or try again later"),
        Case(
            texts: ["does not exist"], kind: .authentication, hint: "check the user's and the database's name"
        ),
    ]
}

extension ConnectionSettings {
    /// libpq has no need to repeat a password that is its own parameter; should it all the same, it goes no
    /// further.
    func withoutPassword(_ text: String) -> String {
        guard let password = keywords["password"], password.count >= 4,
            ![host, user, database].contains(password)
        else { return text }
        return text.replacing(password, with: "(password)")
    }
}
