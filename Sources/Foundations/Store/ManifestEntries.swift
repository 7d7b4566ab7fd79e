public import Dataset
import GRDB

/// The rows of a run whose pictures are prepared.
public struct PreparedRows: Sendable {
    /// The table that they lie in.
    public let table: RunTable
    /// How many there are.
    public let count: Int

    /// Those that `RunTable.add` added.
    public init(in table: RunTable, count: Int) {
        self.table = table
        self.count = count
    }

    /// Puts them into payload order: by the bytes of their names, which is how the trainer's folder scan sees them, and
    /// which depends neither on insertion order nor on the kind of source. Of equal names, the case of letters aside, the
    /// later ones in row order get `-2`, `-3`. Blocks.
    ///
    /// - Parameter bytes: how many bytes an entry takes in the payload.
    /// - Throws: `StoreError`, `CancellationError`.
    public func arranged(_ bytes: (ManifestEntry) -> Int64) throws -> ManifestEntries {
        try table.write {
            try $0.execute(
                sql: """
                    DELETE FROM entry; DROP TABLE IF EXISTS named;
                    CREATE TABLE named (folded, position, stem, ending, bytes, PRIMARY KEY (folded, position))
                    WITHOUT ROWID
                    """)
        }
        try name(bytes)
        let sizes = try table.write { database in
            try database.execute(
                sql: """
                    UPDATE named SET stem = stem || '-' || copy, bytes = bytes + 1 + length(copy)
                    FROM (SELECT folded AS same, position AS place,
                        row_number() OVER (PARTITION BY folded ORDER BY position) AS copy FROM named)
                    WHERE copy > 1 AND folded = same AND position = place;
                    INSERT INTO entry (position, filename)
                    SELECT position, stem || ending FROM named ORDER BY stem || ending
                    """)
            return try Int64.fetchAll(
                database, sql: "SELECT bytes FROM named ORDER BY stem || ending")
        }
        try table.run("DROP TABLE named")
        return ManifestEntries(table: table, sizes: sizes)
    }

    private func name(_ bytes: (ManifestEntry) -> Int64) throws {
        var after: Int64 = 0
        while true {
            try Task.checkCancellation()
            var page = try table.read { [after] database in
                try ManifestEntries.entries(
                    """
                    FROM (SELECT position, '' AS filename FROM prepared WHERE position > ? ORDER BY position LIMIT 500)
                    """, [after], order: "position", database)
            }
            guard let last = page.last else { return }
            after = last.row.position
            for place in page.indices {
                page[place].filename = FileName.prepared(page[place].row.row.name, page[place].prepared)
            }
            let entries = page
            try table.write { database in
                let insert = try database.cachedStatement(sql: "INSERT INTO named VALUES (?, ?, ?, ?, ?)")
                for entry in entries {
                    // Names of prepared pictures are ASCII.
                    try insert.execute(
                        arguments: [
                            entry.filename.lowercased(), entry.row.position, entry.stem,
                            String(entry.filename.dropFirst(entry.stem.count)), bytes(entry),
                        ])
                }
            }
        }
    }
}

/// The pictures of an export in payload order.
public struct ManifestEntries: Sendable {
    private let table: RunTable
    /// How many bytes each takes in the payload, in their order.
    public let sizes: [Int64]

    fileprivate init(table: RunTable, sizes: [Int64]) {
        self.table = table
        self.sizes = sizes
    }

    /// How many there are.
    public var count: Int { sizes.count }

    /// Passes entries to `body`, in payload order. Blocks.
    ///
    /// - Parameter range: which of them, by place from 0.
    /// - Throws: `StoreError`, `CancellationError`, and what `body` throws.
    public func forEach(in range: Range<Int>, _ body: (ManifestEntry) throws -> Void) throws {
        // By pages: the table is free while `body` writes gigabytes.
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 200) {
            let end = min(start + 200, range.upperBound)
            let page = try table.read { database in
                try Self.entries(
                    "FROM entry", [start, end], "WHERE place > ? AND place <= ?", order: "place", database)
            }
            guard page.count == end - start else {
                throw StoreError(
                    "pictures of the export are missing in the run's table", hint: "run the command again")
            }
            for entry in page {
                try Task.checkCancellation()
                try body(entry)
            }
        }
    }

    /// Passes all entries to `body`, in payload order. Blocks.
    public func forEach(_ body: (ManifestEntry) throws -> Void) throws { try forEach(in: 0..<count, body) }

    fileprivate static func entries(
        _ source: String, _ arguments: StatementArguments, _ condition: String = "", order: String,
        _ database: Database
    ) throws -> [ManifestEntry] {
        let columns = ManifestEntry.columns
        let names =
            ["entry.filename", "position"] + DatasetRow.columns.quoted(in: "row")
            + CheckedRow.resultColumns.quoted(in: "checked") + PreparedImage.columns.quoted(in: "prepared")
        let rows = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT \(names.joined(separator: ", ")) \(source) AS entry JOIN prepared USING (position) JOIN checked USING (position)
                    JOIN row USING (position) \(condition) ORDER BY \(order)
                    """), arguments: arguments)
        var page: [ManifestEntry] = []
        while let row = try rows.next() { page.append(try columns.record(in: row, behind: 0)) }
        return page
    }
}
