import Dataset
import Foundation
import Postgres

/// Removes, moves and copies objects, as the caller's role.
struct StorageChanges: Sendable {
    let library: StorageLibrary
    let bytes: StoredBytes

    func remove(_ bucket: String, _ names: [String], as identity: RolePool.Identity) async throws
        -> [StoredObject]
    {
        let list = JSONValue.array(names.map { .string($0) }).text()
        let removed = try await library.run(as: identity) { connection in
            try await connection.execute(
                """
                DELETE FROM storage.objects WHERE bucket_id = $1
                AND name IN (SELECT jsonb_array_elements_text($2::jsonb)) RETURNING \(StoredObject.columns)
                """, [bucket, list]
            ).compactMap { try StoredObject($0) }
        }
        for object in removed { bytes.forget(object.version) }
        return removed
    }

    func move(_ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        let order = try Request(body)
        let id = try await library.run(as: identity) { connection in
            try await connection.execute(
                """
                UPDATE storage.objects SET bucket_id = $3, name = $4, updated_at = now()
                WHERE bucket_id = $1 AND name = $2 RETURNING id::text
                """, [order.bucket, order.source, order.targetBucket, order.target]
            ).first?.first ?? nil
        }
        guard let id else { throw StorageFailure.objectNotFound }
        return .record(["message": "Successfully moved", "Id": .string(id), "Key": .string(order.place)])
    }

    func copy(_ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        let order = try Request(body)
        guard let object = try await library.object(order.bucket, order.source, as: identity) else {
            throw StorageFailure.objectNotFound
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: try bytes.file(of: object).path))
        let kept = try bytes.keep([UInt8](data))
        do {
            let id = try await library.run(as: identity) { connection in
                try await connection.execute(
                    """
                    INSERT INTO storage.objects (bucket_id, name, version, metadata, user_metadata)
                    VALUES ($1, $2, $3, $4::jsonb, $5::jsonb) RETURNING id::text
                    """,
                    [
                        order.targetBucket, order.target, kept.version,
                        kept.file.metadata(type: object.type, cacheControl: object.cacheControl).text(),
                        object.userMetadata.text(),
                    ]
                ).first?.first ?? nil
            }
            return .record(["Id": id.map { .string($0) } ?? .null, "Key": .string(order.place)])
        } catch {
            bytes.forget(kept.version)
            throw error
        }
    }

    /// From where to where.
    private struct Request {
        let bucket: String
        let source: String
        let targetBucket: String
        let target: String

        var place: String { "\(targetBucket)/\(target)" }

        init(_ body: JSONValue) throws(StorageFailure) {
            func text(_ name: String) throws(StorageFailure) -> String {
                guard let text = body[name]?.string else {
                    throw .badBody("body must have required property '\(name)'")
                }
                return text
            }
            bucket = try text("bucketId")
            source = try text("sourceKey")
            target = try text("destinationKey")
            targetBucket = body["destinationBucket"]?.string ?? bucket
            guard StorageKey.isKey(target) else { throw .badKey(target) }
        }
    }
}
