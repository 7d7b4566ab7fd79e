import Foundation
import Postgres
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(3))) struct SilenceTests {
    /// A server that is alive hears of the cancelling; the control is the same query with more patience.
    @Test(arguments: [true, false]) func aSilentQueryIsStopped(isImpatient: Bool) async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let silence = Duration.milliseconds(isImpatient ? 200 : 60_000)
            let query = "SELECT 1 FROM (SELECT pg_sleep(2)) s"
            if isImpatient {
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.execute(query, silence: silence)
                }
                #expect(error?.kind == .timedOut)
                #expect(error?.message.contains("0.2 seconds") == true && error?.hint != nil)
            } else {
                #expect(try await connection.execute(query, silence: silence) == [["1"]])
            }
            #expect(try await connection.execute("SELECT 3") == [["3"]])
        }
    }

    /// The silence is that between two pieces, not that of the whole query, and not the callback's time.
    @Test func aSlowQueryIsNotASilentOne() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let count = try await connection.stream(
                "SELECT repeat('x', 9000), pg_sleep(0.3) FROM generate_series(1, 6)", silence: .seconds(1)
            ) { _ in usleep(300_000) }
            #expect(count == 6)
        }
    }

    /// Poolers send signs of life for a server that hangs: only rows count. Notices come as such bytes do.
    @Test func bytesThatAreNoRowsAreSilenceToo() async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let hanging = """
                DO $$ BEGIN FOR n IN 1..40 LOOP RAISE NOTICE 'alive'; PERFORM pg_sleep(0.2); END LOOP; END $$
                """
            let start = ContinuousClock.now
            #expect(await kind { try await connection.execute(hanging, silence: .seconds(1)) } == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(6))
        }
    }

    /// A stopped process group still has a system that takes connections and acknowledges packets: the
    /// request to cancel hangs as well.
    @Test(arguments: [true, false]) func aStoppedServerDoesNotHoldUsForEver(isCancelled: Bool) async throws {
        try await withCluster { cluster in
            let connection = try await PostgresConnection.connect(ConnectionSettings(cluster.url))
            let backend = try await connection.execute("SELECT pg_backend_pid()")[0][0].flatMap { pid_t($0) }
            let file = try String(contentsOfFile: cluster.directory + "/data/postmaster.pid", encoding: .utf8)
            let postmaster = file.split(separator: "\n").first.flatMap { pid_t($0) }
            let processes = [try #require(postmaster), try #require(backend)]
            for process in processes { kill(process, SIGSTOP) }
            defer { for process in processes { kill(process, SIGCONT) } }
            let start = ContinuousClock.now
            let task = Task {
                try await connection.execute("SELECT 1", silence: .milliseconds(isCancelled ? 60_000 : 300))
            }
            if isCancelled {
                try await Task.sleep(for: .milliseconds(300))
                task.cancel()
            }
            #expect(await kind { try await task.value } == (isCancelled ? .cancelled : .timedOut))
            #expect(ContinuousClock.now - start < .seconds(20))
            #expect(await kind { try await connection.execute("SELECT 1") } == .connectionLost)
        }
    }
}
