import Postgres
public import Sandbox

extension Sandbox {
    /// Runs statements in the sandbox's database, as its superuser.
    public func run(_ statements: [String]) async throws {
        let connection = try await PostgresConnection.connect(
            ConnectionSettings(variable("DATABASE_URL") ?? ""))
        do {
            for statement in statements { _ = try await connection.execute(statement) }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
