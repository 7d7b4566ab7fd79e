public import Dataset
import Foundation
import GRDB

/// The complete rows of one dataset, in their order, in the table of a run. They can be read any number of times, by
/// several readers at once.
public struct Rows: Sendable {
    /// The dataset they belong to.
    public var dataset: DatasetInfo
    /// What lies in the source and is no row.
    public var leftOut: LeftOut
    /// Where the rows and all that is added to them lie.
    public let table: RunTable
    /// How many there are.
    public let count: Int
    /// The position before the first.
    private let start: Int64

    init(dataset: DatasetInfo, leftOut: LeftOut, table: RunTable, count: Int, after start: Int64 = 0) {
        self.dataset = dataset
        self.leftOut = leftOut
        self.table = table
        self.count = count
        self.start = start
    }

    /// The first rows alone, or all where there are no more; they are still rows of the whole dataset.
    public func first(_ count: Int) -> Rows {
        Rows(
            dataset: dataset, leftOut: leftOut, table: table, count: max(0, min(count, self.count)),
            after: start)
    }

    /// The row at a position alone.
    public func one(at position: Int64) -> Rows {
        Rows(dataset: dataset, leftOut: leftOut, table: table, count: 1, after: position - 1)
    }

    /// Starts reading from the first row.
    public func reader() -> Reader { Reader(self) }

    /// Removes all rows from the table that do not satisfy a condition. Blocks.
    ///
    /// - Returns: the rows that are left.
    public func keeping(_ isKept: (DatasetRow) -> Bool) throws(StoreError) -> Rows {
        var left = 0
        var after: Int64 = 0
        while true {
            let page = try table.read { [after] in try Self.page(after: after, 500, $0) }
            guard let last = page.last else { break }
            after = last.position
            let gone = page.filter { !isKept($0.row) }.map(\.position)
            left += page.count - gone.count
            try table.write { database in
                let delete = try database.cachedStatement(sql: "DELETE FROM row WHERE position = ?")
                for position in gone { try delete.execute(arguments: [position]) }
            }
        }
        return Rows(dataset: dataset, leftOut: leftOut, table: table, count: left)
    }

    /// All rows in memory, for small datasets and tests. Blocks.
    public func all() throws(StoreError) -> [DatasetRow] {
        try table.read { try Self.page(after: start, count, $0).map(\.row) }
    }

    /// Rows behind a position, in order.
    static func page(after position: Int64, _ limit: Int, _ database: Database) throws
        -> [(position: Int64, row: DatasetRow)]
    {
        let columns = DatasetRow.columns
        let rows = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT position, \(columns.quoted.joined(separator: ", ")) FROM row WHERE position > ?
                    ORDER BY position LIMIT ?
                    """), arguments: [position, limit])
        var page: [(position: Int64, row: DatasetRow)] = []
        while let row = try rows.next() { page.append((row[0], try columns.record(in: row, behind: 1))) }
        return page
    }

    /// Reads rows one after another, a page at a time, on the table's thread.
    public struct Reader: Sendable {
        private let table: RunTable
        private var left: Int
        private var last: Int64
        private var page: [(position: Int64, row: DatasetRow)] = []
        private var at = 0

        init(_ rows: Rows) {
            table = rows.table
            left = rows.count
            last = rows.start
        }

        /// The next row with its position; nil behind the last.
        ///
        /// - Throws: `StoreError`, `CancellationError`.
        public mutating func next() async throws -> (position: Int64, row: DatasetRow)? {
            if at == page.count {
                guard left > 0 else { return nil }
                let (after, limit) = (last, min(left, 250))
                page = try await table.read { try Rows.page(after: after, limit, $0) }
                at = 0
                left = page.isEmpty ? 0 : left - page.count
            }
            guard at < page.count else { return nil }
            defer { at += 1 }
            last = page[at].position
            return page[at]
        }
    }
}
