import Foundation
import Postgres
import Sandbox
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct PostgresConnectionTests {
    @Test func valuesComeBackAsText() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let rows = try await connection.execute(
                "SELECT $1::text, $2::text, $3::int + 1, ''", ["häfen 'x' \"y\" \\", nil, "41"])
            #expect(rows == [["häfen 'x' \"y\" \\", nil, "42", ""]])
            #expect(await connection.serverVersion >= 130000)
            #expect(await connection.parameterStatus("client_encoding") == "UTF8")
            #expect(await connection.isEncrypted == false)
            let odd = try PostgresConnection.quoteIdentifier("Odd \"Na\"me")
            _ = try await connection.execute("CREATE TEMP TABLE \(odd) (x int)")
            #expect(
                try await connection.execute("SELECT relname FROM pg_class WHERE oid = $1::regclass", [odd])
                    == [["Odd \"Na\"me"]])
            await connection.close()
            #expect(await kind { try await connection.execute("SELECT 1") } == .connectionLost)
        }
    }

    @Test func refusedStatementsKeepTheConnection() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("SELECT * FROM nowhere")
            }
            #expect(error?.kind == .query)
            #expect(error?.sqlState == "42P01")
            #expect(await kind { try await connection.execute("SELECT $1::text", ["a\0b"]) } == .query)
            let limited = "SET statement_timeout = '50ms'"
            _ = try await connection.execute(limited)
            #expect(await kind { try await connection.execute("SELECT pg_sleep(30)") } == .timedOut)
            #expect(try await connection.execute("SELECT 1") == [["1"]])
        }
    }

    @Test func streamsInOrderAndCountsToTheEnd() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let seen = Mutex<[String]>([])
            let count = try await connection.stream("SELECT i FROM generate_series(1, $1::int) i", ["20000"])
            { row in
                seen.withLock { $0.append(row[0] ?? "") }
            }
            #expect(count == 20000)
            #expect(seen.withLock { $0 } == (1...20000).map(String.init))
        }
    }

    @Test func anErrorOfTheCallbackStopsTheQueryAndComesOut() async throws {
        struct Enough: Error {}
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let start = ContinuousClock.now
            await #expect(throws: Enough.self) {
                try await connection.stream("SELECT i, pg_sleep(0.01) FROM generate_series(1, 100000) i") {
                    row in
                    if row[0] == "3" { throw Enough() }
                }
            }
            #expect(ContinuousClock.now - start < .seconds(50))
            #expect(try await connection.execute("SELECT 2") == [["2"]])
        }
    }

    @Test func cancellingTheTaskStopsTheServerAndKeepsTheConnection() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let start = ContinuousClock.now
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            #expect(await kind { try await task.value } == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(50))
            #expect(try await connection.execute("SELECT 3") == [["3"]])
        }
    }

    /// The control is the same query left alone: it must come to its end.
    @Test(arguments: [true, false]) func aKilledBackendIsNeverACompleteAnswer(isKilled: Bool) async throws {
        try await withCluster { cluster in
            let settings = try ConnectionSettings(cluster.url)
            let reader = try await PostgresConnection.connect(settings)
            let killer = try await PostgresConnection.connect(settings)
            let process = try await reader.execute("SELECT pg_backend_pid()")[0][0]
            let seen = Mutex(0)
            // Slow enough for the killer to come in time on a busy machine.
            let pause = isKilled ? 0.1 : 0.0005
            let task = Task {
                try await reader.stream(
                    "SELECT i, repeat('x', 2000), pg_sleep(\(pause)) FROM generate_series(1, 1500) i"
                ) { _ in
                    seen.withLock { $0 += 1 }
                }
            }
            while seen.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            if isKilled {
                _ = try await killer.execute("SELECT pg_terminate_backend($1::int)", [process])
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.kind == .connectionLost)
                #expect(seen.withLock { $0 } < 1500)
            } else {
                #expect(try await task.value == 1500)
            }
        }
    }

    @Test func failedConnectionsAreToldApartWithoutThePassword() async throws {
        try await withCluster { cluster in
            let right = URLComponents(string: cluster.url)!
            func settings(_ change: (inout URLComponents) -> Void) throws -> ConnectionSettings {
                var parts = right
                change(&parts)
                return try ConnectionSettings(parts.string!)
            }
            let wrong = try settings { $0.password = "hunter2-secret" }
            let error = await #expect(throws: PostgresError.self) {
                try await PostgresConnection.connect(wrong)
            }
            #expect(error?.kind == .authentication)
            let said = [error?.message, error?.hint, wrong.description].compactMap(\.self).joined()
            #expect(!said.contains("hunter2"))
            let missing = try settings { $0.path = "/nothing" }
            #expect(await kind { try await PostgresConnection.connect(missing) } == .authentication)
            await cluster.stop()
            #expect(
                await kind { try await PostgresConnection.connect(ConnectionSettings(cluster.url)) }
                    == .cannotConnect)
        }
    }

    @Test func aServerThatTakesTheConnectionAndSaysNothingMeetsTheDeadline() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(isListening)
        let settings = try ConnectionSettings(
            "host=127.0.0.1 port=\(UInt16(bigEndian: address.sin_port)) user=x dbname=x")
        let start = ContinuousClock.now
        #expect(
            await kind { try await PostgresConnection.connect(settings, deadline: .milliseconds(300)) }
                == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(50))
        let task = Task { try await PostgresConnection.connect(settings, deadline: .seconds(600)) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await kind { try await task.value } == .cancelled)
    }
}
