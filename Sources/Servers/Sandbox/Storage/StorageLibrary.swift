import Dataset
import Postgres

/// Buckets and objects as the database has them, seen by somebody: policies hide rows, and a hidden row is none.
struct StorageLibrary: Sendable {
    let pool: RolePool

    func bucket(_ id: String, as identity: RolePool.Identity = .service) async throws -> StoredBucket? {
        try await run(as: identity) { connection in
            let rows = try await connection.execute(Self.bucketQuery, [id])
            return try StoredBucket(rows.first?.first ?? nil)
        }
    }

    func buckets(as identity: RolePool.Identity) async throws -> [StoredBucket] {
        try await run(as: identity) { connection in
            try await connection.execute("SELECT \(StoredBucket.column) FROM storage.buckets ORDER BY name")
                .compactMap { try StoredBucket($0.first ?? nil) }
        }
    }

    func object(
        _ bucket: String, _ name: String, as identity: RolePool.Identity = .service
    ) async throws -> StoredObject? {
        try await run(as: identity) { connection in
            try await connection.execute(Self.objectQuery, [bucket, name]).first.flatMap {
                try StoredObject($0)
            }
        }
    }

    /// A bucket and an object of it, whatever policies say, in one go.
    func find(_ bucket: String, _ name: String) async throws -> (bucket: StoredBucket?, object: StoredObject?)
    {
        try await run(as: .service) { connection in
            let buckets = try await connection.execute(Self.bucketQuery, [bucket])
            let objects = try await connection.execute(Self.objectQuery, [bucket, name])
            return (
                try StoredBucket(buckets.first?.first ?? nil),
                try objects.first.flatMap { try StoredObject($0) }
            )
        }
    }

    private static let bucketQuery = "SELECT \(StoredBucket.column) FROM storage.buckets WHERE id = $1"
    private static let objectQuery =
        "SELECT \(StoredObject.columns) FROM storage.objects WHERE bucket_id = $1 AND name = $2"

    /// Which of these names there are.
    func names(_ bucket: String, among names: [String], as identity: RolePool.Identity) async throws -> Set<
        String
    > {
        try await run(as: identity) { connection in
            let list = JSONValue.array(names.map { .string($0) }).text()
            let rows = try await connection.execute(
                """
                SELECT name FROM storage.objects WHERE bucket_id = $1
                AND name IN (SELECT jsonb_array_elements_text($2::jsonb))
                """, [bucket, list])
            return Set(rows.compactMap { $0.first ?? nil })
        }
    }

    /// Runs statements as somebody, and turns the database's refusals into the service's answers.
    func run<Value: Sendable>(
        as identity: RolePool.Identity, _ work: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.transaction(as: identity, work)
        } catch let error as PostgresError {
            switch error.sqlState {
            case "42501": throw StorageFailure.refusedByPolicy
            case "23505": throw StorageFailure.alreadyThere
            case "23503": throw StorageFailure.bucketNotFound
            case "57014": throw StorageFailure.databaseTimeout
            default:
                if [.cannotConnect, .connectionLost, .timedOut].contains(error.kind) {
                    throw StorageFailure.databaseTimeout
                }
                throw StorageFailure.internalError(error.message)
            }
        }
    }
}
