import Dataset
import Postgres

/// Makes the schema and fills it from sample folders.
struct Seeding {
    /// The database's URL.
    let database: String
    /// The Storage look-alike's base URL.
    let storage: String

    func fill(_ folders: [SampleFolder]) async throws -> [DatasetInfo] {
        let connection = try await PostgresConnection.connect(try ConnectionSettings(database))
        do {
            for statement in SandboxSchema.statements { _ = try await connection.execute(statement) }
            for folder in folders { try await insert(folder, connection) }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return folders.map {
            DatasetInfo(id: $0.id, name: $0.name, trigger: $0.trigger, rows: $0.rows.count)
        }
    }

    private func insert(_ folder: SampleFolder, _ connection: PostgresConnection) async throws {
        _ = try await connection.execute(
            "INSERT INTO public.datasets (id, name, character_trigger) VALUES ($1::uuid, $2, $3)",
            [folder.id, folder.name, folder.trigger])
        // One statement, as the original system does it: all rows share their created_at.
        _ = try await connection.execute(
            """
            INSERT INTO public.data (id, dataset_id, image_url, image_name, caption)
            SELECT (r->>'id')::uuid, $2::uuid, r->>'url', r->>'name', r->>'caption'
            FROM jsonb_array_elements($1::jsonb) AS r
            """,
            [rows(of: folder).text(), folder.id])
    }

    private func rows(of folder: SampleFolder) -> JSONValue {
        .array(
            folder.rows.enumerated().map { position, row in
                let id = DeterministicID.of("lorapipe sandbox row \(folder.id) \(position) \(row.name)")
                let url = row.url ?? publicURL(folder.id, row.name)
                return .record([
                    "id": .string(id), "url": .string(url), "name": .string(row.name),
                    "caption": row.caption.map { .string($0) } ?? .null,
                ])
            })
    }

    /// The URL that Supabase's client hands out for an uploaded picture.
    func publicURL(_ dataset: String, _ name: String) -> String {
        "\(storage)/storage/v1/object/public/\(StorageShelf.bucket)/\(dataset)/\(PercentCoding.encoded(name))"
    }
}
