import Dataset
import Postgres

/// The database as it answers: version, encryption, role, and whether policies are in force.
struct DatabaseDiagnostics {
    let settings: ConnectionSettings
    let tables: TableMap

    func callAsFunction() async -> [Diagnosis] {
        var diagnoses: [Diagnosis] = []
        do {
            let names = try QuotedNames(tables)
            // One try: diagnostics report the present state and do not wait.
            try await DatabaseSnapshot(settings: settings, pauses: [])(
                Self.read(settings, names) { diagnoses.append($0) })
        } catch {
            diagnoses.append(Diagnosis("database", failing: error))
        }
        return diagnoses
    }

    private static func read(
        _ settings: ConnectionSettings, _ names: QuotedNames, _ emit: @escaping (Diagnosis) -> Void
    ) -> (PostgresConnection) async throws -> Void {
        { connection in
            let version = await connection.serverVersion
            let ignored =
                settings.ignored.isEmpty ? "" : " · left out: \(settings.ignored.joined(separator: ", "))"
            emit(
                Diagnosis(
                    "database", .works,
                    "\(settings) answers: PostgreSQL \(version / 10_000).\(version % 10_000)\(ignored)"))
            if let security = await connection.security { emit(encryption(security)) }
            let who = try await connection.execute(
                "SELECT current_user::text, (rolsuper OR rolbypassrls)::text FROM pg_roles WHERE rolname = current_user"
            )
            let role = who.first?[0] ?? "?"
            if who.first?[1] == "true" {
                emit(Diagnosis("role", .works, "\(role.printableLine) passes by row level security"))
                return
            }
            let held = try await [names.datasets, names.data].asyncFilter { table in
                try await connection.execute(names.isHidden, [table]).first?[0] == "t"
            }
            if held.isEmpty {
                emit(
                    Diagnosis(
                        "role", .works, "\(role.printableLine); no row level security is in force for it"))
            } else {
                emit(
                    Diagnosis(
                        "role", .doubtful,
                        "\(role.printableLine) sees only what policies let it: row level security is in force on "
                            + held.joined(separator: " and "),
                        hint: "count the rows in the dashboard and compare, or connect as postgres"))
            }
        }
    }

    private static func encryption(_ security: ConnectionSecurity) -> Diagnosis {
        guard security.isEncrypted else {
            if security.isLocal {
                return Diagnosis("encryption", .works, "none, and none needed: it is this machine")
            }
            return Diagnosis(
                "encryption", .doubtful, "none: password and rows travel in plain text",
                hint:
                    "add sslmode=require to the connection string, or better sslmode=verify-full with sslrootcert"
            )
        }
        let protocolName = security.tlsProtocol ?? "TLS"
        switch security.verification {
        case .full:
            return Diagnosis("encryption", .works, "\(protocolName), certificate and host name verified")
        case .authority: return Diagnosis("encryption", .works, "\(protocolName), certificate verified")
        case .none:
            return Diagnosis(
                "encryption", security.isLocal ? .works : .doubtful,
                "\(protocolName), certificate not verified",
                hint:
                    "add sslmode=verify-full&sslrootcert=FILE with the certificate from Supabase's database settings"
            )
        }
    }
}

extension Array {
    fileprivate func asyncFilter(_ holds: (Element) async throws -> Bool) async rethrows -> [Element] {
        var kept: [Element] = []
        for element in self where try await holds(element) { kept.append(element) }
        return kept
    }
}
