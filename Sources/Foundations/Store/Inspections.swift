public import Dataset
import GRDB

extension Caches {
    /// What a look at a file's content showed before; `version` names the code and libraries that looked.
    public func inspection(of digest: Digest, version: String) throws(StoreError) -> JSONValue? {
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

    /// Whether the newest inspection of a file's content found no usable image: its source should be read again, because
    /// the file may be an error page or a broken transfer.
    public func isUnusable(_ digest: Digest) throws(StoreError) -> Bool {
        try read { database in
            let text = try String.fetchOne(
                database, sql: "SELECT result FROM look WHERE sha256 = ? ORDER BY rowid DESC LIMIT 1",
                arguments: [digest.hex])
            // `try?`: a damaged line says nothing against the file; the next inspection decides.
            let json = text.flatMap { try? JSONValue(parsing: $0) }
            // Versions up to 6 wrote the id of a rule.
            return json?["fault"] != nil || json?["rule"] != nil
        }
    }

    /// Remembers what a look showed.
    public func remember(inspection look: JSONValue, of digest: Digest, version: String) throws(StoreError) {
        try note { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO look (sha256, version, result) VALUES (?, ?, ?)",
                arguments: [digest.hex, version, look.text()])
        }
    }
}
