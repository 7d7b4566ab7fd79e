public import Dataset
import Foundation
import GRDB
import Synchronization

/// Writes the rows of a dataset into the table of a run. They can be read only once `finish` says that they are complete.
/// Rows that come in another order than the dataset's wait in a table that SQLite keeps sorted. All of it blocks.
public final class RowWriter: Sendable {
    /// What a row is ordered by: nulls last; numbers and moments by size, texts by their bytes.
    public enum Key: Sendable, Equatable {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
    }

    /// Two rows have one id.
    public struct Repeated: Error, Sendable {
        /// The id.
        public let id: String
    }

    private struct State {
        var pending: [(key: Key, row: DatasetRow)] = []
        var written: Int64 = 0
        var count = 0
    }

    private let table: RunTable
    private let sorts: Bool
    private let refusesRepeats: Bool
    private let state = Mutex(State())

    /// Begins; what an earlier writer wrote into the table is removed.
    ///
    /// - Parameters:
    ///   - sorts: whether the rows are put into the order of their keys; otherwise they keep the order in which they are
    ///     added. Rows of equal keys keep it too.
    ///   - refusesRepeats: whether a second row of one id is an error; only where they are sorted.
    public init(_ table: RunTable, sorts: Bool = false, refusesRepeats: Bool = false) throws(StoreError) {
        self.table = table
        self.sorts = sorts
        self.refusesRepeats = refusesRepeats
        let columns = DatasetRow.columns.quoted.joined(separator: ", ")
        try table.setCache(sorts ? 2048 : 256)
        try table.write {
            try $0.execute(
                sql: """
                    DELETE FROM row; DROP TABLE IF EXISTS arriving; DROP TABLE IF EXISTS seen;
                    -- The primary key is the order, so that nothing is left to sort.
                    CREATE TABLE arriving (last, key, number, \(columns), PRIMARY KEY (last, key, number))
                    WITHOUT ROWID;
                    CREATE TABLE seen (id PRIMARY KEY) WITHOUT ROWID
                    """)
        }
    }

    /// How many rows were added.
    public var count: Int { state.withLock { $0.count } }

    /// Adds a row behind the others.
    ///
    /// - Throws: `StoreError`; `Repeated`, possibly some rows later.
    public func append(_ row: DatasetRow, key: Key = .null) throws {
        try state.withLock { state in
            state.pending.append((key, row))
            state.count += 1
            if state.pending.count >= 250 { try flush(&state) }
        }
    }

    /// Ends the writing, when the source has said that the rows are complete.
    ///
    /// - Throws: `StoreError`, `Repeated`.
    public func finish(_ dataset: DatasetInfo, leftOut: LeftOut = LeftOut()) throws -> Rows {
        let count = try state.withLock { state in
            try flush(&state)
            return state.count
        }
        let columns = DatasetRow.columns.quoted.joined(separator: ", ")
        try table.write {
            if sorts {
                try $0.execute(
                    sql: """
                        INSERT INTO row (\(columns))
                        SELECT \(columns) FROM arriving ORDER BY last, key, number
                        """)
            }
            try $0.execute(sql: "DROP TABLE arriving; DROP TABLE seen")
        }
        try table.setCache(256)
        try table.kept?.complete(table)
        return Rows(dataset: dataset, leftOut: leftOut, table: table, count: count)
    }

    private func flush(_ state: inout State) throws {
        let batch = state.pending
        state.pending.removeAll(keepingCapacity: true)
        var written = state.written
        // Not thrown inside: without a journal nothing can be rolled back.
        let repeated = try table.write { database in
            var repeated: String?
            let claim = try database.cachedStatement(sql: "INSERT OR IGNORE INTO seen VALUES (?)")
            for (key, row) in batch {
                written += 1
                guard sorts else {
                    try DatasetRow.columns.insert(row, under: written, into: "row", database)
                    continue
                }
                try Self.insertSorted(row, key, written, database)
                guard refusesRepeats else { continue }
                try claim.execute(arguments: [row.id.column])
                if database.changesCount == 0 { repeated = row.id }
            }
            return repeated
        }
        state.written = written
        if let repeated { throw Repeated(id: repeated) }
    }

    private static func insertSorted(
        _ row: DatasetRow, _ key: Key, _ number: Int64, _ database: Database
    ) throws {
        let columns = DatasetRow.columns
        let marks = repeatElement("?", count: 3 + columns.quoted.count).joined(separator: ", ")
        let statement = try database.cachedStatement(sql: "INSERT INTO arriving VALUES (\(marks))")
        // A primary key holds no NULL.
        let value = key == .null ? 0.databaseValue : key.column
        try statement.execute(
            arguments: StatementArguments(
                [(key == .null).databaseValue, value, number.databaseValue] + columns.values(of: row)))
    }
}

extension RowWriter.Key {
    /// Texts as bytes, so that a NUL in one changes no order; an empty one as a text, since GRDB makes NULL of no bytes, and
    /// SQLite puts texts before bytes.
    fileprivate var column: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.isEmpty ? text.databaseValue : Data(text.utf8).databaseValue
        }
    }
}
