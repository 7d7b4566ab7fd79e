import Dataset
import Foundation
import Postgres
import Sandbox
import Store
import Synchronization
import TestKit
import Testing

@testable import Pull

/// What a database does on bad days: whatever it is, no part of a dataset is taken for the whole.
@Suite(.needs(.postgres), .timeLimit(.minutes(5))) struct DatabaseFaultTests {
    private static let mine =
        "FROM pg_stat_activity WHERE application_name = 'lorapipe' AND pid <> pg_backend_pid() AND query LIKE '%slow_data%'"

    /// 600 rows of some size, which come out of their table slowly: a pull can be hit in the middle.
    private func slowWorld(_ body: (World, SupabaseSource) async throws -> Void) async throws {
        try await World.run { world in
            try await world.insert(
                "md5(n::text)::uuid, '\(World.dataset)', repeat('u', 3000), 'n', 'c', now() "
                    + "FROM generate_series(1, 600) n")
            for statement in [
                "CREATE FUNCTION slow(t text) RETURNS text LANGUAGE plpgsql VOLATILE AS "
                    + "'BEGIN PERFORM pg_sleep(0.004); RETURN t; END'",
                "CREATE VIEW slow_data AS SELECT id, dataset_id, slow(image_url) AS image_url, "
                    + "image_name, caption, created_at FROM data",
            ] { _ = try await world.database.execute(statement) }
            var source = try world.source()
            source.tables.data = "slow_data"
            try await body(world, source)
        }
    }

    private func rows(_ source: SupabaseSource, _ world: World, pauses: [Duration]) async throws -> Rows {
        guard case .database(let settings) = source.kind else { throw CancellationError() }
        let snapshot = DatabaseSnapshot(settings: settings, pauses: pauses, silence: .seconds(30))
        return try await DatabaseRows(source, snapshot).rows(in: world.store.objects.runTable())
    }

    private func killOnce(_ world: World) async throws {
        while try await world.database.execute("SELECT 1 \(Self.mine)").isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await Task.sleep(for: .milliseconds(300))
        _ = try await world.database.execute("SELECT pg_terminate_backend(pid) \(Self.mine)")
    }

    @Test func aKilledBackendGivesNoRowsAtAll() async throws {
        try await slowWorld { world, source in
            let task = Task { try await rows(source, world, pauses: []) }
            try await killOnce(world)
            let error = await failure { try await task.value }
            #expect(error?.kind == .outside)
            let password = try #require(URLComponents(string: world.cluster.url)?.password)
            #expect(error?.message.contains(password) == false)
            #expect(try TemporaryDirectory.temporaries(at: world.store.directory).isEmpty)
            // The control: left alone, all of them come.
            #expect(try await rows(source, world, pauses: []).count == 600)
        }
    }

    @Test func aKilledBackendHealsByReadingAllOfItAgain() async throws {
        try await slowWorld { world, source in
            let task = Task { try await rows(source, world, pauses: [.milliseconds(10)]) }
            try await killOnce(world)
            let whole = try await task.value
            #expect(whole.count == 600)
            #expect(try Set(whole.all().map(\.id)).count == 600)
        }
    }

    @Test func aBackendKilledEachTimeEndsWithTheNumberOfTries() async throws {
        try await slowWorld { world, source in
            let task = Task { try await rows(source, world, pauses: [.milliseconds(10), .milliseconds(10)]) }
            for _ in 0..<3 { try await killOnce(world) }
            let error = await failure { try await task.value }
            #expect(error?.message.contains("tried 3 times") == true, "\(error?.message ?? "no error")")
        }
    }

    @Test(.needs(.postgres)) func aWrongPasswordIsTriedOnce() async throws {
        try await World.run { world in
            var source = try world.source()
            source.kind = .database(
                try ConnectionSettings("postgres://postgres:canary@127.0.0.1:\(world.cluster.port)/postgres"))
            let start = ContinuousClock.now
            let error = await failure { try await world.pull.rows(from: .supabase(source)) }
            #expect(error?.kind == .outside && error?.message.contains("canary") == false)
            #expect(error?.message.contains("tried") == false)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test func aServerThatRestartsIsWaitedForAndReadAgain() async throws {
        try await slowWorld { world, source in
            let task = Task {
                try await rows(source, world, pauses: [.milliseconds(200), .seconds(2), .seconds(4)])
            }
            while try await world.database.execute("SELECT 1 \(Self.mine)").isEmpty {
                try await Task.sleep(for: .milliseconds(10))
            }
            // The cluster syncs nothing by itself, and this is a crash.
            _ = try await world.database.execute("CHECKPOINT")
            try await world.cluster.restart()
            #expect(try await task.value.count == 600)
        }
    }

    /// The bytes of 600 rows of 3000 letters are cut, or stop coming, in their middle.
    @Test(arguments: [FaultyProxy.Mode.cutAfter(400_000), .silentAfter(400_000), .silent])
    func aBadLineEndsInOneClearErrorAndNoRows(_ mode: FaultyProxy.Mode) async throws {
        try await slowWorld { world, source in
            let proxy = try FaultyProxy(to: world.cluster.port)
            defer { proxy.stop() }
            let password = try #require(URLComponents(string: world.cluster.url)?.password)
            let settings = try ConnectionSettings(
                "postgres://postgres:\(password)@127.0.0.1:\(proxy.port)/postgres")
            let snapshot = DatabaseSnapshot(settings: settings, pauses: [], silence: .seconds(4))
            let read = { try await DatabaseRows(source, snapshot).rows(in: world.store.objects.runTable()) }
            proxy.mode = mode
            let start = ContinuousClock.now
            let error = await failure { try await read() }
            #expect(error?.kind == .outside, "\(mode)")
            #expect(error?.message.contains(password) == false && error?.hint.isEmpty == false)
            #expect(ContinuousClock.now - start < .seconds(30))
            // The control: the same line, while it is good.
            proxy.mode = .pass
            #expect(try await read().count == 600)
        }
    }

    @Test func rowsComeWholeThroughATransactionModePoolerThatOthersUseToo() async throws {
        try await slowWorld { world, source in
            let pooler = try Pooler(before: world.cluster)
            defer { pooler.stop() }
            let settings = try ConnectionSettings(pooler.url)
            let turns = Mutex(0)
            let load = Task {
                let other = try await PostgresConnection.connect(settings)
                while !Task.isCancelled {
                    _ = try await other.execute("SELECT pg_sleep(0.001)")
                    turns.withLock { $0 += 1 }
                }
                await other.close()
            }
            for _ in 0..<3 {
                let snapshot = DatabaseSnapshot(settings: settings, pauses: [])
                #expect(
                    try await DatabaseRows(source, snapshot).rows(in: world.store.objects.runTable()).count
                        == 600)
            }
            load.cancel()
            _ = await load.result  // cancelled, as a rule in the middle of a query
            // The other client had its turns meanwhile, or the test would show nothing.
            #expect(turns.withLock { $0 } > 10)
        }
    }

    @Test(.needs(.postgres)) func aCertificateThatCanNotBeVerifiedIsNoConnection() async throws {
        let (own, foreign) = (try TestAuthority("Own"), try TestAuthority("Other"))
        let identity = try own.identity(for: ["DNS:localhost"])
        let cluster = try await PostgresCluster.start(tls: (identity.certificate, identity.key))
        do {
            let password = try #require(URLComponents(string: cluster.url)?.password)
            func rows(_ root: String) async throws -> [DatasetInfo] {
                let settings = try ConnectionSettings(
                    "host=localhost hostaddr=127.0.0.1 port=\(cluster.port) user=postgres password=\(password) "
                        + "dbname=postgres sslmode=verify-full sslrootcert=\(root)")
                let source = SupabaseSource(kind: .database(settings), dataset: nil, storage: nil)
                let names = DatabaseSnapshot(settings: settings, pauses: [])
                return try await DatabaseRows(source, names).datasets()
            }
            let error = await failure { try await rows(foreign.file) }
            #expect(error?.kind == .outside && error?.message.contains("certificate") == true)
            #expect(error?.hint.contains("sslrootcert") == true)
            // The control: with the right authority the database answers, of its missing tables.
            let answered = await failure { try await rows(own.file) }
            #expect(answered?.message.contains("does not exist") == true, "\(answered?.message ?? "")")
            await cluster.stop()
        } catch {
            await cluster.stop()
            throw error
        }
    }
}
