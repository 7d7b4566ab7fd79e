import Dataset
import Foundation
import Postgres
import Sandbox
import Store
import TestKit
import Testing

@testable import Pull

/// What a database does on bad days: whatever it is, no part of a dataset is taken for the whole.
@Suite(.timeLimit(.minutes(5))) struct DatabaseFaultTests {
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
        guard case .database(let settings) = source.door else { throw CancellationError() }
        let snapshot = DatabaseSnapshot(settings: settings, pauses: pauses, silence: .seconds(30))
        return try await DatabaseRows(source, snapshot).rows(in: world.store.objects)
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
            let left = try FileManager.default.contentsOfDirectory(atPath: world.store.directory + "/tmp")
            #expect(left.isEmpty)
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

    @Test func aWrongPasswordIsTriedOnce() async throws {
        try await World.run { world in
            var source = try world.source()
            source.door = .database(
                try ConnectionSettings("postgres://postgres:canary@127.0.0.1:\(world.cluster.port)/postgres"))
            let start = ContinuousClock.now
            let error = await failure { try await world.pull.rows(from: .supabase(source)) }
            #expect(error?.kind == .outside && error?.message.contains("canary") == false)
            #expect(error?.message.contains("tried") == false)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }
}
