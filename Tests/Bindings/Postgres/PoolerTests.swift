import Foundation
import Postgres
import Sandbox
import Synchronization
import TestKit
import Testing

@Suite(.timeLimit(.minutes(3))) struct PoolerTests {
    private final class Load: Sendable {
        let isDone = Atomic(false)
        let queries = Atomic(0)
    }

    private func withPooler(_ body: (ConnectionSettings) async throws -> Void) async throws {
        try await withCluster { cluster in
            let pooler = try Pooler(before: cluster)
            defer { pooler.stop() }
            try await body(ConnectionSettings(pooler.url))
        }
    }

    /// One snapshot in one transaction, while others take the pool's two connections in turn.
    @Test func aStreamHoldsItsPlaceInTransactionMode() async throws {
        try await withPooler { settings in
            let load = Load()
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask {
                        let connection = try await PostgresConnection.connect(
                            settings, deadline: .seconds(30))
                        while !load.isDone.load(ordering: .acquiring) {
                            _ = try await connection.execute("SELECT $1::int", ["1"])
                            load.queries.add(1, ordering: .relaxed)
                        }
                    }
                }
                let connection = try await PostgresConnection.connect(settings, deadline: .seconds(30))
                while load.queries.load(ordering: .relaxed) < 10 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                defer { load.isDone.store(true, ordering: .releasing) }
                _ = try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                _ = try await connection.execute("SET LOCAL statement_timeout = '60s'")
                let backend = try await connection.execute("SELECT pg_backend_pid()")
                let sum = Mutex(0)
                let count = try await connection.stream(
                    "SELECT i, repeat('x', 200) FROM generate_series(1, $1::int) i", ["50000"]
                ) { row in
                    sum.withLock { $0 += row[0].flatMap { Int($0) } ?? 0 }
                }
                #expect(count == 50000 && sum.withLock { $0 } == 50000 * 50001 / 2)
                #expect(try await connection.execute("SELECT pg_backend_pid()") == backend)
                #expect(try await connection.execute("SHOW statement_timeout") == [["1min"]])
                _ = try await connection.execute("COMMIT")
            }
            let others = load.queries.load(ordering: .relaxed)
            #expect(others > 10)
        }
    }

    /// The control: what belongs to one of the server's connections is gone on the next.
    @Test func thePoolerIsInTransactionMode() async throws {
        try await withPooler { settings in
            let connection = try await PostgresConnection.connect(settings)
            let other = try await PostgresConnection.connect(settings)
            let first = try await connection.execute("SELECT pg_backend_pid()")
            _ = try await connection.execute("PREPARE s1 AS SELECT 1")
            #expect(try await connection.execute("EXECUTE s1") == [["1"]])
            // Another client's transaction takes the connection that knows the name.
            _ = try await other.execute("BEGIN")
            #expect(try await other.execute("SELECT pg_backend_pid()") == first)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("EXECUTE s1")
            }
            #expect(error?.sqlState == "26000")
            _ = try await other.execute("COMMIT")
        }
    }

    @Test func cancellingWorksThroughIt() async throws {
        try await withPooler { settings in
            let connection = try await PostgresConnection.connect(settings)
            let kind = await kind {
                try await connection.execute("SELECT pg_sleep(60)", silence: .milliseconds(300))
            }
            #expect(kind == .timedOut)
            #expect(try await connection.execute("SELECT 1") == [["1"]])
        }
    }
}
