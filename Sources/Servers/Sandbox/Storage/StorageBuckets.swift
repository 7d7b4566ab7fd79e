import Dataset
import Postgres

/// Makes, changes, empties and removes buckets, as the caller's role.
struct StorageBuckets: Sendable {
    let library: StorageLibrary
    let bytes: StoredBytes

    func create(_ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        guard let name = body["name"]?.string ?? body["id"]?.string else {
            throw StorageFailure.badBody("body must have required property 'name'")
        }
        let id = body["id"]?.string ?? name
        guard StorageKey.isKey(id), !id.contains("/"), id.utf8.count <= 100 else {
            throw StorageFailure.badBucketName
        }
        do {
            try await library.run(as: identity) { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO storage.buckets (public, file_size_limit, allowed_mime_types, id, name)
                    VALUES (coalesce($1::boolean, false), $2::bigint, \(Self.types), $4, $5)
                    """, Self.settings(body) + [id, name])
            }
        } catch let failure as StorageFailure where failure == .alreadyThere {
            throw StorageFailure.bucketAlreadyThere
        }
        return .record(["name": .string(name)])
    }

    /// What the body leaves out stays as it is.
    func update(_ id: String, _ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        let changed = try await library.run(as: identity) { connection in
            try await connection.execute(
                """
                UPDATE storage.buckets SET public = coalesce($1::boolean, public),
                    file_size_limit = coalesce($2::bigint, file_size_limit),
                    allowed_mime_types = coalesce(\(Self.types), allowed_mime_types), updated_at = now()
                WHERE id = $4 RETURNING id
                """, Self.settings(body) + [id])
        }
        guard !changed.isEmpty else { throw StorageFailure.bucketNotFound }
        return .record(["message": "Successfully updated"])
    }

    func empty(_ id: String, as identity: RolePool.Identity) async throws -> JSONValue {
        guard try await library.bucket(id, as: identity) != nil else { throw StorageFailure.bucketNotFound }
        let versions = try await library.run(as: identity) { connection in
            try await connection.execute(
                "DELETE FROM storage.objects WHERE bucket_id = $1 RETURNING version", [id])
        }
        for row in versions { bytes.forget(row.first ?? nil) }
        return .record(["message": "Successfully emptied"])
    }

    func delete(_ id: String, as identity: RolePool.Identity) async throws -> JSONValue {
        guard try await library.bucket(id, as: identity) != nil else { throw StorageFailure.bucketNotFound }
        let removed = try await library.run(as: identity) { connection in
            try await connection.execute(
                """
                DELETE FROM storage.buckets b WHERE id = $1
                AND NOT EXISTS (SELECT 1 FROM storage.objects WHERE bucket_id = b.id) RETURNING id
                """, [id])
        }
        guard !removed.isEmpty else { throw StorageFailure.bucketNotEmpty }
        return .record(["message": "Successfully deleted"])
    }

    /// A JSON list as the database's array.
    private static let types = "(SELECT array_agg(t) FROM jsonb_array_elements_text($3::jsonb) AS t)"

    private static func settings(_ body: JSONValue) -> [String?] {
        var isPublic: String?
        if case .bool(let value)? = body["public"] { isPublic = value ? "t" : "f" }
        return [
            isPublic, body["file_size_limit"]?.int.map { String($0) },
            body["allowed_mime_types"]?.array.map { JSONValue.array($0).text() },
        ]
    }
}
