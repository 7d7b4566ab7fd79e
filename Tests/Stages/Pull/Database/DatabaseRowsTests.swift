import Dataset
import Foundation
import Postgres
import Pull
import Sandbox
import Store
import TestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct DatabaseRowsTests {
    @Test(.needs(.postgres)) func oddRowsComeAsTheyAre() async throws {
        try await World.run { world in
            try await world.insert(
                """
                ('00000000-0000-0000-0000-00000000000' || n)::uuid, '\(World.dataset)', u,
                    name, c, t::timestamptz
                FROM (VALUES (3, 'http://h/a.png', 'a.png', NULL, '2026-01-01'),
                    (2, '', 'a.png', 'zwei', '2026-01-01'),
                    (1, 'x', 'b.png', '', NULL), (4, 'y', 'c "ü".png', E'l1\\nl2', '2025-12-31'))
                    v(n, u, name, c, t)
                """)
            let rows = try await world.pull.rows(from: .supabase(world.source()))
            #expect(rows.dataset.trigger == "hrbr")
            #expect(rows.count == 4)
            let all = try rows.all()
            #expect(all.map(\.id.last) == ["4", "2", "3", "1"])
            #expect(all.map(\.name) == ["c \"ü\".png", "a.png", "a.png", "b.png"])
            #expect(all.map(\.caption) == ["l1\nl2", "zwei", nil, ""])
            #expect(all.map(\.image) == ["y", "", "http://h/a.png", "x"])
            #expect(all.map { $0.createdAt == nil } == [false, false, false, true])
            #expect(try await world.pull.datasets(in: .supabase(world.source(nil))).map(\.rows) == [4])
        }
    }

    @Test(.needs(.postgres)) func tiedTimesAreOrderedByIdThroughTheEnd() async throws {
        try await World.run { world in
            // The ids run against the order of insertion, and three times stand for all rows.
            try await world.insert(
                """
                md5(n::text)::uuid, '\(World.dataset)', 'u' || n, 'n' || n, 'c',
                    '2026-01-01'::timestamptz + (n % 3) * interval '1 s'
                FROM generate_series(1, 2500) n
                """)
            let expected = try await world.database.execute(
                "SELECT id::text FROM data d ORDER BY d.created_at, d.id"
            ).map { $0[0] }
            let rows = try await world.pull.rows(from: .supabase(world.source()))
            #expect(rows.count == 2500)
            #expect(try rows.all().map(\.id) == expected)
        }
    }

    @Test(.needs(.postgres)) func mappedNamesAreQuotedAndKeepTheirTypes() async throws {
        try await World.run { world in
            for statement in [
                "CREATE SCHEMA \"My \"\"Schema\"",
                "CREATE TABLE \"My \"\"Schema\".\"Sets; DROP\" "
                    + "(\"Key\" int PRIMARY KEY, \"Title\" text, \"Word\" text)",
                "CREATE TABLE \"My \"\"Schema\".\"select\" "
                    + "(\"N°\" int, \"Set\" int, url text, \"Name\" text, \"Text\" text, \"At\" int)",
                "INSERT INTO \"My \"\"Schema\".\"Sets; DROP\" VALUES (7, 'Odd', 'w')",
                "INSERT INTO \"My \"\"Schema\".\"select\" "
                    + "SELECT n, 7, 'u', 'n', 'c', n / 20 FROM generate_series(1, 30) n",
            ] { _ = try await world.database.execute(statement) }
            var source = try world.source("Odd")
            source.tables.schema = "My \"Schema"
            source.tables.datasets = "Sets; DROP"
            source.tables.datasetsID = "Key"
            source.tables.datasetsName = "Title"
            source.tables.datasetsTrigger = "Word"
            source.tables.data = "select"
            source.tables.dataID = "N°"
            source.tables.dataDatasetID = "Set"
            source.tables.dataImageURL = "url"
            source.tables.dataImageName = "Name"
            source.tables.dataCaption = "Text"
            source.tables.dataCreatedAt = "At"
            let rows = try await world.pull.rows(from: .supabase(source))
            // As numbers: as text, 10 would stand before 9.
            #expect(try rows.all().map(\.id) == (1...30).map(String.init))
        }
    }

    @Test(.needs(.postgres)) func wrongNamesSayWhatThereIs() async throws {
        try await World.run { world in
            let unknown = await failure { try await world.pull.rows(from: .supabase(world.source("Harbor"))) }
            #expect(unknown?.kind == .settings)
            #expect(unknown?.hint.contains("\"Harbour\"") == true)
            let other = "22222222-2222-2222-2222-222222222222"
            _ = try await world.database.execute("INSERT INTO datasets VALUES ('\(other)', 'Harbour', 'x')")
            let twice = await failure { try await world.pull.rows(from: .supabase(world.source())) }
            #expect(twice?.hint.contains(World.dataset) == true && twice?.hint.contains(other) == true)
            #expect(
                try await world.pull.rows(from: .supabase(world.source(other.uppercased()))).dataset.id
                    == other)
            var mapped = try world.source(World.dataset)
            mapped.tables.data = "missing"
            let missing = await failure { try await world.pull.rows(from: .supabase(mapped)) }
            #expect(missing?.kind == .outside && missing?.hint.contains("pull.tables") == true)
        }
    }

    @Test(.needs(.postgres)) func rowsThatPoliciesHideAreNoEmptyDataset() async throws {
        try await World.run { world in
            #expect(try await world.pull.rows(from: .supabase(world.source())).count == 0)
            try await world.insert("gen_random_uuid(), '\(World.dataset)', 'u', 'n', 'c', now()")
            for statement in [
                "CREATE ROLE reader LOGIN PASSWORD 'r'", "GRANT SELECT ON datasets, data TO reader",
                "ALTER TABLE data ENABLE ROW LEVEL SECURITY",
            ] { _ = try await world.database.execute(statement) }
            var source = try world.source()
            source.kind = .database(
                try ConnectionSettings("postgres://reader:r@127.0.0.1:\(world.cluster.port)/postgres"))
            // A list must not count what it can't see.
            #expect(try await world.pull.datasets(in: .supabase(source)).map(\.rows) == [nil])
            let hidden = await failure { try await world.pull.rows(from: .supabase(source)) }
            #expect(hidden?.kind == .outside)
            #expect(hidden?.message.contains("row level security") == true)
            _ = try await world.database.execute("CREATE POLICY p ON data FOR SELECT TO reader USING (true)")
            #expect(try await world.pull.rows(from: .supabase(source)).count == 1)
            #expect(try await world.pull.datasets(in: .supabase(source)).count == 1)
            _ = try await world.database.execute("ALTER TABLE datasets ENABLE ROW LEVEL SECURITY")
            let list = await failure { try await world.pull.datasets(in: .supabase(source)) }
            #expect(list?.message.contains("no dataset: row level security") == true)
        }
    }
}
