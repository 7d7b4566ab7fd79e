import Dataset
import Postgres

/// Makes the schema and fills it from sample folders.
struct Seeding {
    let connection: PostgresConnection

    /// How many rows a statement inserts.
    private static let batch = 5000

    func makeSchema(password: String) async throws {
        for statement in SandboxSchema.statements(password: password) {
            _ = try await connection.execute(statement)
        }
        for (id, isPublic) in SampleObject.buckets {
            _ = try await connection.execute(
                "INSERT INTO storage.buckets (id, name, public) VALUES ($1, $1, $2::boolean)",
                [id, isPublic ? "t" : "f"])
        }
    }

    /// - Parameter storage: the base URL of the API, which the pictures' URLs begin with.
    func fill(_ folders: [SampleFolder], storage: String) async throws -> [DatasetInfo] {
        for folder in folders {
            // One transaction: however many statements, all rows share their created_at, as in the original system.
            _ = try await connection.execute("BEGIN")
            try await insertRows(folder, storage)
            try await insertObjects(SampleObject.all(of: folder))
            _ = try await connection.execute("COMMIT")
        }
        // So that plans and planned counts are right from the start.
        _ = try await connection.execute("ANALYZE")
        return folders.map {
            DatasetInfo(id: $0.id, name: $0.name, trigger: $0.trigger, rows: $0.rows.count)
        }
    }

    private func insertRows(_ folder: SampleFolder, _ storage: String) async throws {
        _ = try await connection.execute(
            "INSERT INTO public.datasets (id, name, character_trigger) VALUES ($1::uuid, $2, $3)",
            [folder.id, folder.name, folder.trigger])
        // Uploaded yesterday: what is missing is missing, and no upload that is still on its way.
        try await inBatches(folder.rows.enumerated().map { ($0, $1) }) { rows in
            let values = rows.map { position, row in
                let id = DeterministicID.of("lorapipe sandbox row \(folder.id) \(position) \(row.name)")
                return JSONValue.record([
                    "id": .string(id), "url": .string(row.url ?? publicURL(storage, folder.id, row.name)),
                    "name": .string(row.name), "caption": row.caption.map { .string($0) } ?? .null,
                ])
            }
            _ = try await connection.execute(
                """
                INSERT INTO public.data (id, dataset_id, image_url, image_name, caption, created_at)
                SELECT (r->>'id')::uuid, $2::uuid, r->>'url', r->>'name', r->>'caption', now() - interval '1 day'
                FROM jsonb_array_elements($1::jsonb) AS r
                """,
                [JSONValue.array(values).text(), folder.id])
        }
    }

    private func insertObjects(_ objects: [SampleObject]) async throws {
        try await inBatches(objects) { objects in
            let values = objects.map { object in
                // The original system types every upload as JPEG, whatever it is.
                let metadata = StoredFile(object.path)?.metadata(
                    type: "image/jpeg", cacheControl: "max-age=3600")
                return JSONValue.record([
                    "id": .string(object.id), "bucket": .string(object.bucket), "name": .string(object.name),
                    "version": .string(object.version), "metadata": metadata ?? .null,
                ])
            }
            _ = try await connection.execute(
                """
                INSERT INTO storage.objects (id, bucket_id, name, version, metadata)
                SELECT (r->>'id')::uuid, r->>'bucket', r->>'name', r->>'version', r->'metadata'
                FROM jsonb_array_elements($1::jsonb) AS r
                """,
                [JSONValue.array(values).text()])
        }
    }

    private func inBatches<Element>(_ all: [Element], _ work: ([Element]) async throws -> Void) async throws {
        var rest = all[...]
        while !rest.isEmpty {
            try await work(Array(rest.prefix(Self.batch)))
            rest = rest.dropFirst(Self.batch)
        }
    }

    /// The URL that Supabase's client hands out for an uploaded picture.
    private func publicURL(_ storage: String, _ dataset: String, _ name: String) -> String {
        "\(storage)/storage/v1/object/public/\(SampleObject.bucket)/\(dataset)/\(PercentCoding.encoded(name, keeping: "/"))"
    }
}
