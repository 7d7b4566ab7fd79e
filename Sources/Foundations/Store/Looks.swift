public import Dataset
import GRDB

extension Ledger {
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
                "the ledger holds a damaged line about \(digest.short)", hint: "use another state directory"
            )
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
