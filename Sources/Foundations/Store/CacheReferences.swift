import Dataset
import GRDB

/// The kept files that the caches name.
struct CacheReferences {
    var sources: Set<Digest> = []
    var prepared: Set<Digest> = []
    var thumbnails: Set<Digest> = []

    func kind(of digest: Digest) -> StateUsage.Kind {
        // A picture that was exactly right is its own prepared one.
        if sources.contains(digest) { return .source }
        if prepared.contains(digest) { return .prepared }
        return thumbnails.contains(digest) ? .thumbnail : .unreferenced
    }
}

/// What pruning and checking ask of the caches.
extension Caches {
    /// The digest in a row of the table `look` that names a file of its own, a thumbnail; null in any other row.
    private static let thumbnail =
        "CASE WHEN version LIKE 'thumbnail/%' AND json_valid(result) THEN json_extract(result, '$.sha256') END"

    func references() throws(StoreError) -> CacheReferences {
        try read { database in
            func digests(_ sql: String) throws -> Set<Digest> {
                var found: Set<Digest> = []
                let cursor = try String.fetchCursor(database, sql: sql)
                // A text that is no digest names no file.
                while let hex = try cursor.next() {
                    if let digest = Digest(hex: hex) { found.insert(digest) }
                }
                return found
            }
            return CacheReferences(
                sources: try digests("SELECT sha256 FROM fetched")
                    .union(digests("SELECT sha256 FROM seen_file"))
                    .union(digests("SELECT sha256 FROM look")),
                prepared: try digests("SELECT sha256 FROM prepared"),
                thumbnails: try digests(
                    "SELECT \(Self.thumbnail) AS digest FROM look WHERE digest IS NOT NULL"))
        }
    }

    /// The tables with how many rows each has.
    func rowCounts() throws(StoreError) -> [(table: String, count: Int)] {
        try read { database in
            try Self.tables.map { ($0, try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \($0)") ?? 0) }
        }
    }

    /// The conditions for rows that are of no use without the files in the table `gone`.
    private static let pointing = [
        ("fetched", "sha256 IN gone"), ("seen_file", "sha256 IN gone"), ("prepared", "sha256 IN gone"),
        ("look", "sha256 IN gone OR \(thumbnail) IN gone"),
    ]

    /// Rows that name files which are not kept, and rows that can't be read: the first only cost a look, the second stop
    /// every run that meets them.
    ///
    /// - Parameters:
    ///   - removes: whether to remove them.
    ///   - isKept: whether a file is kept.
    /// - Returns: how many there are in each table.
    func useless(removes: Bool, _ isKept: (Digest) -> Bool) throws(StoreError) -> [(
        table: String, count: Int
    )] {
        let references = try references()
        let all = references.sources.union(references.prepared).union(references.thumbnails)
        let gone = all.filter { !isKept($0) }
        return try note { database in
            try database.execute(sql: "CREATE TEMP TABLE gone (sha256 TEXT PRIMARY KEY)")
            // It goes with the connection in any case.
            defer { try? database.execute(sql: "DROP TABLE temp.gone") }
            let insert = try database.makeStatement(sql: "INSERT INTO temp.gone VALUES (?)")
            // Asked once more now that nobody else can write: what a run has kept and noted meanwhile stays.
            for digest in gone where !isKept(digest) { try insert.execute(arguments: [digest.hex]) }
            var counts: [(table: String, count: Int)] = []
            for (table, condition) in Self.pointing {
                let unreadable = table == "look" ? " OR NOT json_valid(result)" : ""
                let count = try Int.fetchOne(
                    database, sql: "SELECT COUNT(*) FROM \(table) WHERE \(condition)\(unreadable)")
                if let count, count > 0 { counts.append((table, count)) }
                if removes {
                    try database.execute(sql: "DELETE FROM \(table) WHERE \(condition)\(unreadable)")
                }
            }
            return counts
        }
    }
}
