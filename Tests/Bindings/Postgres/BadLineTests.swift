import Foundation
import Postgres
import Sandbox
import Synchronization
import TestKit
import Testing

@Suite(.timeLimit(.minutes(3))) struct BadLineTests {
    private let query = "SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i"

    private func withProxy(
        _ body: (FaultyProxy, ConnectionSettings) async throws -> Void
    ) async throws {
        try await withCluster { cluster in
            let proxy = try FaultyProxy(to: cluster.port)
            defer { proxy.stop() }
            let url = cluster.url.replacing(":\(cluster.port)/", with: ":\(proxy.port)/")
            try await body(proxy, try ConnectionSettings(url))
        }
    }

    @Test func silenceWhileConnectingMeetsTheDeadline() async throws {
        try await withProxy { proxy, settings in
            // The control: the same proxy while it passes everything.
            await (try PostgresConnection.connect(settings)).close()
            proxy.mode = .silent
            let start = ContinuousClock.now
            #expect(
                await kind { try await PostgresConnection.connect(settings, deadline: .milliseconds(400)) }
                    == .timedOut)
            // Now in the middle of the login.
            proxy.mode = .silentAfter(20)
            #expect(
                await kind { try await PostgresConnection.connect(settings, deadline: .milliseconds(400)) }
                    == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }

    /// The control is the same line with more patience: it still waits, and goes on when the line does.
    @Test(arguments: [true, false]) func silenceInTheMiddleOfAStreamHasALimit(isImpatient: Bool) async throws
    {
        try await withProxy { proxy, settings in
            let connection = try await PostgresConnection.connect(settings)
            proxy.mode = .silentAfter(3_000_000)
            let rows = Mutex(0)
            let hasEnded = Atomic(false)
            let task = Task {
                defer { hasEnded.store(true, ordering: .releasing) }
                return try await connection.stream(
                    query, silence: .milliseconds(isImpatient ? 400 : 60_000)
                ) { _ in rows.withLock { $0 += 1 } }
            }
            if isImpatient {
                let start = ContinuousClock.now
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.kind == .timedOut)
                #expect(ContinuousClock.now - start < .seconds(20))
                #expect((1..<20000).contains(rows.withLock { $0 }))
                #expect(await kind { try await connection.execute("SELECT 1") } == .connectionLost)
            } else {
                while proxy.passed < 3_000_000 { try await Task.sleep(for: .milliseconds(5)) }
                try await Task.sleep(for: .seconds(1))
                let isOver = hasEnded.load(ordering: .acquiring)
                #expect(!isOver)
                proxy.mode = .pass
                #expect(try await task.value == 20000)
            }
        }
    }

    @Test func aCutLineIsNeverACompleteAnswer() async throws {
        try await withProxy { proxy, settings in
            let connection = try await PostgresConnection.connect(settings)
            // The control, and the size of the answer.
            proxy.mode = .pass
            #expect(try await connection.stream(query) { _ in } == 20000)
            let size = proxy.passed
            // In the middle; and with all rows there, but not the closing word.
            for limit in [size / 2, size - 6] {
                let connection = try await PostgresConnection.connect(settings)
                proxy.mode = .cutAfter(limit)
                #expect(await kind { try await connection.stream(query) { _ in } } == .connectionLost)
                proxy.mode = .pass
            }
        }
    }

    @Test func aSlowLineIsOnlySlow() async throws {
        try await withProxy { proxy, settings in
            let connection = try await PostgresConnection.connect(settings)
            proxy.mode = .throttled(bytesPerSecond: 20_000)
            let start = ContinuousClock.now
            let count = try await connection.stream(
                "SELECT repeat('x', 1000) FROM generate_series(1, 30)", silence: .seconds(1)
            ) { _ in }
            #expect(count == 30)
            #expect(ContinuousClock.now - start > .seconds(1))
        }
    }
}
