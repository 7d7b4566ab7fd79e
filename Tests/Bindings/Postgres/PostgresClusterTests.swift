import Foundation
import Postgres
import Sandbox
import Testing

@Suite struct PostgresClusterTests {
    @Test func severalRunAtOnceAndLeaveNothing() async throws {
        let place = FileManager.default.temporaryDirectory.path + "/cluster-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        // The end of the test looks at what is inside.
        defer { try? FileManager.default.removeItem(atPath: place) }
        async let first = PostgresCluster.start(in: place)
        async let second = PostgresCluster.start(in: place)
        let clusters = try await [first, second]
        #expect(clusters[0].port != clusters[1].port)
        for cluster in clusters {
            #expect(cluster.directory.hasPrefix(place))
            let url = try await cluster.createDatabase("Häfen & \"co\"")
            let connection = try await PostgresConnection.connect(ConnectionSettings(url))
            #expect(try await connection.execute("SELECT current_database()") == [["Häfen & \"co\""]])
            #expect(try await connection.execute("SHOW listen_addresses") == [["127.0.0.1"]])
            #expect(try await connection.execute("SHOW unix_socket_directories") == [[""]])
        }
        let servers = try clusters.map { try process(of: $0.directory) }
        for cluster in clusters { await cluster.stop() }
        for server in servers { #expect(kill(server, 0) != 0) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
        await clusters[0].stop()
    }

    @Test func aTakenPortIsAnErrorWhenItWasAskedFor() async throws {
        try await withCluster { cluster in
            await #expect(throws: ClusterError.self) {
                _ = try await PostgresCluster.start(port: cluster.port)
            }
            #expect(
                await kind { try await PostgresConnection.connect(ConnectionSettings(cluster.url)) } == nil)
        }
    }

    @Test func itTakesSettingsAndComesBackFromACrash() async throws {
        let cluster = try await PostgresCluster.start(settings: [("work_mem", "99kB"), ("lorapipe.x", "a b")])
        do {
            let settings = try ConnectionSettings(cluster.url)
            let connection = try await PostgresConnection.connect(settings)
            #expect(try await connection.execute("SHOW work_mem") == [["99kB"]])
            #expect(try await connection.execute("SHOW lorapipe.x") == [["a b"]])
            _ = try await connection.execute("CREATE TABLE kept (x int)")
            _ = try await connection.execute("CHECKPOINT")
            let before = try process(of: cluster.directory)
            try await cluster.restart()
            #expect(try process(of: cluster.directory) != before)
            #expect(await kind { try await connection.execute("SELECT 1") } == .connectionLost)
            let again = try await PostgresConnection.connect(settings)
            #expect(try await again.execute("SELECT count(*) FROM kept") == [["0"]])
            #expect(try await again.execute("SHOW work_mem") == [["99kB"]])
        } catch {
            await cluster.stop()
            throw error
        }
        let server = try process(of: cluster.directory)
        await cluster.stop()
        #expect(kill(server, 0) != 0)
        #expect(!FileManager.default.fileExists(atPath: cluster.directory))
    }

    /// The process that started the cluster is killed by -9, which nothing in it can see coming.
    @Test func theServerDiesWithItsParent() async throws {
        let note = FileManager.default.temporaryDirectory.path + "/cluster-note-\(UUID().uuidString)"
        defer { unlink(note) }
        await #expect(processExitsWith: .signal(SIGKILL)) { [note = note as String] in
            let cluster = try await PostgresCluster.start()
            let server = try process(of: cluster.directory)
            try "\(server)\n\(cluster.directory)".write(toFile: note, atomically: true, encoding: .utf8)
            kill(getpid(), SIGKILL)
        }
        let lines = try String(contentsOfFile: note, encoding: .utf8).split(separator: "\n").map(String.init)
        let server = try #require(lines.first.flatMap { pid_t($0) })
        let directory = try #require(lines.last)
        let deadline = ContinuousClock.now + .seconds(20)
        while kill(server, 0) == 0 || FileManager.default.fileExists(atPath: directory), .now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(kill(server, 0) != 0 && errno == ESRCH)
        #expect(!FileManager.default.fileExists(atPath: directory))
    }
}

/// The server's process id, as it noted it itself.
private func process(of directory: String) throws -> pid_t {
    let lines = try String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
    return try #require(lines.split(separator: "\n").first.flatMap { pid_t($0) })
}
