public import Dataset
import GRDB

extension Caches {
    /// The picture prepared before under a key, marked as reused. Whether its file is still kept is the
    /// object store's to say.
    public func prepared(under key: Digest) throws(StoreError) -> PreparedImage? {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT sha256, bytes, width, height, format FROM prepared WHERE key = ?",
                arguments: [key.hex])
            guard let row, let digest = Digest(hex: row["sha256"]),
                let format = ImageFormat(rawValue: row["format"])
            else { return nil }
            return PreparedImage(
                digest: digest, bytes: row["bytes"],
                size: PixelSize(width: row["width"], height: row["height"]),
                format: format, reused: true)
        }
    }

    /// Remembers a prepared picture under the digest of its source, recipe and tools.
    public func remember(_ image: PreparedImage, under key: Digest) throws(StoreError) {
        try note { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO prepared (key, sha256, bytes, width, height, format)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    key.hex, image.digest.hex, image.bytes, image.size.width, image.size.height,
                    image.format.rawValue,
                ])
        }
    }
}
