public import Dataset
import GRDB

/// What a location gave when it was last fetched.
public struct FetchedFile: Sendable, Equatable {
    /// The server's tag for that content, sent back to ask whether it changed; nil when it gave none.
    public var etag: String?
    /// The kept file.
    public var image: SourceImage

    /// A fetched file.
    public init(etag: String?, image: SourceImage) {
        self.etag = etag
        self.image = image
    }
}

extension Caches {
    /// What a location gave last time. Locations are kept as digests: a URL's query can hold a token.
    public func fetched(from location: String) throws(StoreError) -> FetchedFile? {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT etag, sha256, bytes FROM fetched WHERE location = ?",
                arguments: [Digest.of(location).hex])
            guard let row, let digest = Digest(hex: row["sha256"]) else { return nil }
            return FetchedFile(etag: row["etag"], image: SourceImage(digest: digest, bytes: row["bytes"]))
        }
    }

    /// Remembers what a location gave.
    public func remember(_ file: FetchedFile, from location: String) throws(StoreError) {
        try note { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO fetched (location, etag, sha256, bytes) VALUES (?, ?, ?, ?)",
                arguments: [Digest.of(location).hex, file.etag, file.image.digest.hex, file.image.bytes])
        }
    }
}
