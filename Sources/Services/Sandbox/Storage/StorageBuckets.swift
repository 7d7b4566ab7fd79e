import Dataset
import Postgres

extension StorageLibrary {
    /// Makes a bucket as the body says; its name.
    func createBucket(_ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        guard let name = body["name"]?.string ?? body["id"]?.string else {
            throw StorageFailure.badBody("body must have required property 'name'")
        }
        let id = body["id"]?.string ?? name
        guard StorageKey.isKey(id), !id.contains("/"), id.utf8.count <= 100 else {
            throw StorageFailure.badBucketName
        }
        try await run(as: identity) { connection in
            _ = try await connection.execute(
                """
                INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
                VALUES ($1, $2, $3::boolean, $4::bigint,
                    (SELECT array_agg(t) FROM jsonb_array_elements_text($5::jsonb) AS t))
                """,
                [
                    id, name, body["public"] == .bool(true) ? "t" : "f",
                    body["file_size_limit"]?.int.map { String($0) },
                    body["allowed_mime_types"]?.array.map {
                        JSONValue.array($0).text()
                    },
                ])
        }
        return .record(["name": .string(name)])
    }
}
