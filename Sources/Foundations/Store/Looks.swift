public import Dataset
import GRDB

extension Caches {
    /// What a look at a file's content showed before; `version` names the code and libraries that looked.
    public func look(at digest: Digest, version: String) throws(StoreError) -> JSONValue? {
        let text = try read { database in
            try String.fetchOne(
                database, sql: "SELECT result FROM look WHERE sha256 = ? AND version = ?",
                arguments: [digest.hex, version])
        }
        guard let text else { return nil }
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw StoreError(
                "the caches hold a damaged line about \(digest.short)", hint: "use another state directory"
            )
        }
    }

    /// Whether the newest look at a file's content found no usable picture in it: whatever gave it should be asked
    /// again, since it may have been an answer that went wrong.
    public func isUnusable(_ digest: Digest) throws(StoreError) -> Bool {
        try read { database in
            let text = try String.fetchOne(
                database, sql: "SELECT result FROM look WHERE sha256 = ? ORDER BY rowid DESC LIMIT 1",
                arguments: [digest.hex])
            // A line that can't be read says nothing against the file; the look itself will tell.
            return (text.flatMap { try? JSONValue(parsing: $0) })?["rule"] != nil
        }
    }

    /// Remembers what a look showed.
    public func remember(look: JSONValue, at digest: Digest, version: String) throws(StoreError) {
        try note { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO look (sha256, version, result) VALUES (?, ?, ?)",
                arguments: [digest.hex, version, look.text()])
        }
    }
}
