import DequeModule
import Postgres

/// A few connections as the login role `authenticator`, lent one at a time. Each piece of work runs in a
/// transaction of its own as the role that a request's key names: grants and policies are the server's.
actor RolePool {
    /// Who asks.
    struct Identity: Sendable, Equatable {
        let role: String
        /// The claims of its token, as JSON.
        let claims: String

        /// What the services look things up as when nobody's policies are asked.
        static let service = Identity(role: "service_role", claims: #"{"role":"service_role"}"#)
        /// Nobody in particular.
        static let anonymous = Identity(role: "anon", claims: #"{"role":"anon"}"#)
    }

    private let settings: ConnectionSettings
    private var free: Int
    private var idle: [PostgresConnection] = []
    private var waiting: Deque<CheckedContinuation<Void, Never>> = []

    init(_ settings: ConnectionSettings, size: Int = 4) {
        self.settings = settings
        free = size
    }

    /// Runs `work` as somebody. What it throws is thrown on after a rollback.
    func transaction<Value: Sendable>(
        as identity: Identity, _ work: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        await enter()
        defer { leave() }
        let connection = try await begun()
        do {
            _ = try await connection.execute(Self.become, [identity.role, identity.claims])
            let value = try await work(connection)
            _ = try await connection.execute("COMMIT")
            idle.append(connection)
            return value
        } catch {
            await rollBack(connection)
            throw error
        }
    }

    /// Closes what is not in use.
    func close() async {
        let connections = idle
        idle = []
        for connection in connections { await connection.close() }
    }

    /// The role, the claims and the role's own statement timeout, all for this transaction alone. A role's
    /// settings only hold at its login, so PostgREST too looks the timeout up and sets it.
    private static let become = """
        SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
            set_config('statement_timeout', coalesce((
                SELECT split_part(setting, '=', 2)
                FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS setting
                WHERE r.rolname = $1 AND setting LIKE 'statement_timeout=%' LIMIT 1
            ), current_setting('statement_timeout')), true)
        """

    private func begun() async throws -> PostgresConnection {
        if let connection = idle.popLast() {
            do {
                _ = try await connection.execute("BEGIN")
                return connection
            } catch let error as PostgresError where error.kind == .connectionLost {
                // The server was restarted or has ended it since: the others are as old.
                await connection.close()
                await close()
            }
        }
        let connection = try await PostgresConnection.connect(settings)
        _ = try await connection.execute("BEGIN")
        return connection
    }

    private func rollBack(_ connection: PostgresConnection) async {
        do {
            _ = try await connection.execute("ROLLBACK")
            idle.append(connection)
        } catch {
            // Lost, or the request was cancelled: a new one is made when it is needed.
            await connection.close()
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if let next = waiting.popFirst() { next.resume() } else { free += 1 }
    }
}
