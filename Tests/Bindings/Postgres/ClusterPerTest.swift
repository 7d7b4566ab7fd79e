import Postgres
import Sandbox
import TestKit

/// Gives a test a PostgreSQL of its own and takes it away again.
func withCluster<Value>(
    tls: TestAuthority.Identity? = nil, _ body: (PostgresCluster) async throws -> Value
) async throws -> Value {
    let cluster = try await PostgresCluster.start(tls: tls.map { ($0.certificate, $0.key) })
    do {
        let value = try await body(cluster)
        await cluster.stop()
        return value
    } catch {
        await cluster.stop()
        throw error
    }
}

/// The kind of the error that `body` throws; nil when it throws none, or another sort of error.
func kind(of body: () async throws -> some Any) async -> PostgresError.Kind? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? PostgresError)?.kind
    }
}
