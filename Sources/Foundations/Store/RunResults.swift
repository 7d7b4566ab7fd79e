public import Dataset
import GRDB

/// What the check found out of some rows, to be written at once.
public struct CheckBatch: Sendable {
    /// Findings, in order.
    public var findings: [Finding] = []
    /// Rows that are fit to be prepared, in order.
    public var sound: [CheckedRow] = []

    /// Nothing.
    public init() {}
}

/// What check and prepare add to the table of a run.
extension RunTable {
    /// Removes what an earlier check and all after it added. Blocks.
    public func clearResults() throws(StoreError) {
        try write {
            try $0.execute(
                sql: "DELETE FROM checked; DELETE FROM finding; DELETE FROM prepared; DELETE FROM entry")
        }
    }

    /// Adds what was found out of some rows, behind what was added before.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func add(_ batch: CheckBatch) async throws {
        try await write { database in
            var number = try Int64.fetchOne(database, sql: "SELECT max(number) FROM finding") ?? 0
            for finding in batch.findings {
                number += 1
                try Finding.columns.insert(finding, under: number, into: "finding", database)
            }
            for row in batch.sound {
                try CheckedRow.resultColumns.insert(row, under: row.position, into: "checked", database)
            }
        }
    }

    /// Adds the prepared pictures of some rows.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func add(_ prepared: [(position: Int64, image: PreparedImage)]) async throws {
        try await write { database in
            for (position, image) in prepared {
                try PreparedImage.columns.insert(image, under: position, into: "prepared", database)
            }
        }
    }

    /// The findings that were added.
    ///
    /// - Parameter tally: their counts.
    public func findings(_ tally: Findings.Tally) -> Findings {
        Findings(TableFindings(table: self), tally: tally)
    }

    /// The rows that are fit to be prepared.
    ///
    /// - Parameter count: how many there are.
    public func checkedRows(count: Int) -> CheckedRows { CheckedRows(table: self, count: count) }
}

/// The findings in the table of a run.
private struct TableFindings: FindingSource {
    let table: RunTable
    private static let page = 500

    /// By pages: nothing else could use the table while `body` works.
    func forEach(rule: String?, _ body: (Finding) throws -> Void) throws {
        let columns = Finding.columns
        let sql = """
            SELECT number, \(columns.quoted.joined(separator: ", ")) FROM finding
            WHERE number > ? AND (? IS NULL OR rule = ?) ORDER BY number LIMIT \(Self.page)
            """
        var (after, count): (Int64, Int) = (0, Self.page)
        while count == Self.page {
            let page = try table.read { [after] database in
                let rows = try Row.fetchCursor(
                    try database.cachedStatement(sql: sql), arguments: [after, rule?.column, rule?.column])
                var page: [(Int64, Finding)] = []
                while let row = try rows.next() {
                    page.append((row[0], try columns.record(in: row, behind: 1)))
                }
                return page
            }
            count = page.count
            after = page.last?.0 ?? after
            for (_, finding) in page { try body(finding) }
        }
    }
}

/// The rows of a run that are fit to be prepared, in their order.
public struct CheckedRows: Sendable {
    /// The table that they lie in.
    public let table: RunTable
    /// How many there are.
    public let count: Int

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// Starts reading from the first row.
    public func reader() -> Reader { Reader(table: table) }

    /// All rows in memory, for small datasets and tests. Blocks.
    public func all() throws(StoreError) -> [CheckedRow] {
        try table.read { try Self.page(after: 0, .max, $0) }
    }

    private static func page(after position: Int64, _ limit: Int, _ database: Database) throws -> [CheckedRow]
    {
        let columns = CheckedRow.columns
        let rows = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT \(columns.quoted.joined(separator: ", ")) FROM checked JOIN row USING (position)
                    WHERE position > ? ORDER BY position LIMIT ?
                    """), arguments: [position, limit])
        var page: [CheckedRow] = []
        while let row = try rows.next() { page.append(try columns.record(in: row, behind: 0)) }
        return page
    }

    /// Reads rows one after another, a page at a time, on the table's thread.
    public struct Reader: Sendable {
        let table: RunTable
        private var page: [CheckedRow] = []
        private var at = 0
        private var last: Int64 = 0

        init(table: RunTable) { self.table = table }

        /// The next row; nil behind the last.
        ///
        /// - Throws: `StoreError`, `CancellationError`.
        public mutating func next() async throws -> CheckedRow? {
            if at == page.count {
                page = try await table.read { [last] in try CheckedRows.page(after: last, 250, $0) }
                at = 0
            }
            guard at < page.count else { return nil }
            defer { at += 1 }
            last = page[at].position
            return page[at]
        }
    }
}
