import Curl
import Dataset
import Postgres
import Sandbox
import Store
import TestKit
import Testing

@testable import Pull

/// Both APIs of one real project: the same rows, in the same order, whatever the server's limit.
@Suite(.timeLimit(.minutes(5))) struct SameRowsTests {
    private static let id = "11111111-1111-1111-1111-111111111111"

    private static let fill = [
        "INSERT INTO datasets (id, name, character_trigger) VALUES ('\(id)', 'Many, \"odd\" & more', 'w'), "
            + "('22222222-2222-2222-2222-222222222222', 'Other', 'w')",
        // Ties, nulls, times to the microsecond, before 1970 and beyond all days; ids that run against all of it.
        """
        INSERT INTO data (id, dataset_id, image_url, image_name, caption, created_at)
        SELECT md5(n::text)::uuid, '\(id)', CASE n % 5 WHEN 0 THEN '' ELSE 'd/' || n END,
            'n, "' || n || '" & ü.png', CASE n % 7 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE E'l1\\n"l2" \\\\ ü' || n END,
            CASE n % 11 WHEN 0 THEN NULL WHEN 1 THEN '-infinity' WHEN 2 THEN 'infinity'
                WHEN 3 THEN '1969-12-31 23:59:59.999999+00' WHEN 4 THEN '0044-03-15 00:00:00+00 BC'
                ELSE '2026-03-29 00:30:00+00'::timestamptz + (n % 3) * interval '1 microsecond' END
        FROM generate_series(1, 2345) n
        """,
        "ALTER TABLE data ADD COLUMN \"Middle of it\" point",
        "UPDATE data SET \"Middle of it\" = point(0.25, 0.5) WHERE image_url = ''",
        "NOTIFY pgrst",
        "INSERT INTO data (dataset_id, image_url, image_name) VALUES ('22222222-2222-2222-2222-222222222222', '', 'x')",
    ]

    @Test(.needs(.postgres), arguments: [1000, 77]) func theSameRowsInTheSameOrder(_ maxRows: Int)
        async throws
    {
        let sandbox = try await Sandbox.start(.init(storagePort: 0, maxRows: maxRows))
        do {
            try await sandbox.run(Self.fill)
            try await compare(sandbox)
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    private func compare(_ sandbox: Sandbox) async throws {
        let directory = try TemporaryDirectory("same")
        let pull = Pull(store: try Store(at: directory.path("state")), client: HTTPClient())
        let url = try #require(sandbox.variable("SUPABASE_URL"))
        let key = try #require(ProjectKey(sandbox.variable("SUPABASE_SECRET_KEY")))
        let database = SupabaseSource.Kind.database(try .init(try #require(sandbox.variable("DATABASE_URL"))))
        for dataset in [Self.id, "Many, \"odd\" & more"] {
            func rows(_ kind: SupabaseSource.Kind) async throws -> Rows {
                var source = SupabaseSource(kind: kind, dataset: dataset, storage: nil)
                source.tables.dataFocus = "Middle of it"
                return try await pull.rows(from: .supabase(source))
            }
            let byDatabase = try await rows(database)
            let byREST = try await rows(.rest(Project(url: url, key: key)))
            #expect(byDatabase.count == 2345 && byREST.dataset == byDatabase.dataset)
            let pairs = zip(try byDatabase.all(), try byREST.all())
            for (left, right) in pairs {
                #expect(left.id == right.id && left.image == right.image && left.name == right.name)
                #expect(left.focus == right.focus && left.focus == (left.image == "" ? "(0.25,0.5)" : nil))
                #expect(left.caption == right.caption && (left.createdAt == nil) == (right.createdAt == nil))
            }
        }
        let lists = [database, .rest(Project(url: url, key: key))].map {
            Source.supabase(SupabaseSource(kind: $0, dataset: nil, storage: nil))
        }
        #expect(try await pull.datasets(in: lists[0]) == pull.datasets(in: lists[1]))
        #expect(try await pull.datasets(in: lists[1]).map(\.rows) == [2345, 1])
    }
}
