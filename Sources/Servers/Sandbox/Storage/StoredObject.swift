import Dataset
import Postgres

/// A row of `storage.objects`.
struct StoredObject: Sendable {
    let id: String
    let bucket: String
    let name: String
    let version: String?
    let createdAt: String
    let updatedAt: String
    let lastAccessedAt: String
    /// What the service keeps of the bytes; rows that were written in other ways may lack all of it.
    let metadata: JSONValue
    let userMetadata: JSONValue

    /// What to select for `init`. Times are as the service writes them, in milliseconds.
    static let columns = """
        id::text, bucket_id, name, version, \(time("created_at")), \(time("updated_at")), \
        \(time("last_accessed_at")), metadata::text, user_metadata::text
        """

    static func time(_ column: String) -> String {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    }

    init?(_ row: [String?]) throws {
        guard row.count == 9, let id = row[0], let bucket = row[1], let name = row[2] else { return nil }
        self.id = id
        self.bucket = bucket
        self.name = name
        version = row[3]
        createdAt = row[4] ?? ""
        updatedAt = row[5] ?? ""
        lastAccessedAt = row[6] ?? ""
        metadata = try row[7].map { try JSONValue(parsing: $0) } ?? .null
        userMetadata = try row[8].map { try JSONValue(parsing: $0) } ?? .null
    }

    var type: String { metadata["mimetype"]?.string ?? "application/octet-stream" }
    var cacheControl: String { metadata["cacheControl"]?.string ?? "no-cache" }

    /// As a removal shows it.
    var listed: JSONValue {
        .record([
            "bucket_id": .string(bucket), "id": .string(id), "name": .string(name),
            "version": version.map { .string($0) } ?? .null, "created_at": .string(createdAt),
            "updated_at": .string(updatedAt), "last_accessed_at": .string(lastAccessedAt),
            "metadata": metadata,
            "user_metadata": userMetadata,
        ])
    }

    /// As the info routes show it.
    var info: JSONValue {
        .record([
            "id": .string(id), "name": .string(name), "version": version.map { .string($0) } ?? .null,
            "bucket_id": .string(bucket), "size": metadata["size"] ?? .null, "content_type": .string(type),
            "cache_control": .string(cacheControl), "etag": metadata["eTag"] ?? .null,
            "metadata": userMetadata == .null ? .object([]) : userMetadata,
            "last_modified": .string(updatedAt),
            "created_at": .string(createdAt),
        ])
    }
}

/// A picture of a sample folder as an object of a bucket.
struct SampleObject: Sendable {
    /// The public bucket.
    static let bucket = "images"
    /// A private one with the same objects, to try keys and signed URLs on.
    static let privateBucket = "images-private"

    /// The bucket's id and whether anybody may read it.
    static let buckets = [(bucket, true), (privateBucket, false)]

    let bucket: String
    /// `{dataset id}/{file name}`, as in the original system.
    let name: String
    let path: String

    var id: String { DeterministicID.of("lorapipe sandbox object \(bucket)/\(name)") }
    var version: String { DeterministicID.of("lorapipe sandbox version \(bucket)/\(name)") }

    /// Every picture of a folder, in both buckets. Storage could not hold one whose name is no key.
    static func all(of folder: SampleFolder) -> [SampleObject] {
        buckets.flatMap { bucket, _ in
            folder.pictures.compactMap { picture in
                let name = "\(folder.id)/\(picture)"
                return StorageKey.isKey(name)
                    ? SampleObject(bucket: bucket, name: name, path: "\(folder.path)/\(picture)") : nil
            }
        }
    }
}
