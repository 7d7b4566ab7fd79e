import Dataset
import Foundation
import HTTPTypes
import Hummingbird
import Postgres

/// Puts objects in: bytes into the folder of uploads, a row into the database as the caller's role, so that its
/// policies decide.
struct StorageUploads: Sendable {
    let library: StorageLibrary
    let bytes: StoredBytes
    let signatures: Signatures
    /// The most bytes of an object where the bucket sets no limit of its own: Supabase's 50 MiB.
    static let limit: Int64 = 50 << 20

    /// What is already under the key.
    enum Mode {
        case mustBeNew, mayReplace, mustReplace
    }

    func upload(
        _ request: Request, _ bucket: String, _ key: String, _ mode: Mode, as identity: RolePool.Identity
    ) async throws -> JSONValue {
        guard let place = try await library.bucket(bucket) else { throw StorageFailure.bucketNotFound }
        let file = try await UploadedFile(request, limit: min(place.sizeLimit ?? Self.limit, Self.limit))
        guard place.takes(file.type) else { throw StorageFailure.badType(file.type) }
        let kept = try bytes.keep(file.bytes)
        let metadata = kept.file.metadata(type: file.type, cacheControl: file.cacheControl)
        do {
            let (id, replaced) = try await library.run(as: identity) { connection in
                try await Self.write(
                    Row(
                        bucket: bucket, key: key, version: kept.version, metadata: metadata,
                        user: file.metadata),
                    mode, identity, connection)
            }
            bytes.forget(replaced)
            return .record(["Id": .string(id), "Key": .string("\(bucket)/\(key)")])
        } catch {
            bytes.forget(kept.version)
            throw error
        }
    }

    /// Where to put one object, without a key, for two hours.
    func sign(
        _ bucket: String, _ key: String, mayReplace: Bool, as identity: RolePool.Identity
    ) async throws -> JSONValue {
        guard try await library.bucket(bucket) != nil else { throw StorageFailure.bucketNotFound }
        try await library.run(as: identity) { connection in
            // Whether it might: the row is written, and the savepoint taken back.
            _ = try await connection.execute("SAVEPOINT trial")
            let row = Row(bucket: bucket, key: key, version: nil, metadata: .null, user: nil)
            _ = try await Self.write(row, mayReplace ? .mayReplace : .mustBeNew, identity, connection)
            _ = try await connection.execute("ROLLBACK TO SAVEPOINT trial")
        }
        let claims: [JSONValue.Member] = [
            .init("upsert", .bool(mayReplace)), .init("claims", .string(identity.claims)),
            .init("role", .string(identity.role)),
        ]
        let token = signatures.sign("\(bucket)/\(key)", .upload, expiresIn: 7200, more: claims)
        return .record([
            "url": .string("/object/upload/sign/\(bucket)/\(key)?token=\(token)"), "token": .string(token),
        ])
    }

    /// Takes what such a token allows; the row is its signer's.
    func uploadSigned(_ request: Request, _ bucket: String, _ key: String) async throws -> JSONValue {
        let claims = try signatures.check(
            QueryText.parameters(request.uri.query), "\(bucket)/\(key)", .upload)
        let signer = RolePool.Identity(
            role: claims["role"]?.string ?? "anon", claims: claims["claims"]?.string ?? "{}")
        let mode: Mode = claims["upsert"] == .bool(true) ? .mayReplace : .mustBeNew
        return try await upload(request, bucket, key, mode, as: signer)
    }

    private struct Row: Sendable {
        let bucket: String
        let key: String
        let version: String?
        let metadata: JSONValue
        let user: JSONValue?
    }

    /// Writes the row; its id, and the version that it took the place of.
    private static func write(
        _ row: Row, _ mode: Mode, _ identity: RolePool.Identity, _ connection: PostgresConnection
    ) async throws -> (id: String, replaced: String?) {
        let old = try await connection.execute(
            "SELECT version FROM storage.objects WHERE bucket_id = $1 AND name = $2 FOR UPDATE",
            [row.bucket, row.key])
        let values = [
            row.bucket, row.key, row.version, row.metadata.text(), row.user?.text(),
            (try? JSONValue(parsing: identity.claims))?["sub"]?.string,  // claims of our own making
        ]
        let insert = """
            INSERT INTO storage.objects (bucket_id, name, version, metadata, user_metadata, owner_id, owner)
            VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::text, $6::text::uuid)
            """
        let update = """
            UPDATE storage.objects SET version = $3, metadata = $4::jsonb, user_metadata = $5::jsonb,
                owner_id = $6::text, owner = $6::text::uuid, updated_at = now()
            WHERE bucket_id = $1 AND name = $2
            """
        if mode == .mustReplace && old.isEmpty { throw StorageFailure.objectNotFound }
        let isUpdate = mode == .mustReplace || (mode == .mayReplace && !old.isEmpty)
        let written = try await connection.execute("\(isUpdate ? update : insert) RETURNING id::text", values)
        // A policy that hides rows from an update leaves none of them changed.
        guard let id = written.first?.first ?? nil else { throw StorageFailure.refusedByPolicy }
        return (id, old.first?.first ?? nil)
    }
}
