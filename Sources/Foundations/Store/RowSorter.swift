public import Dataset
import GRDB

/// Puts rows into order without holding them: they wait in a throwaway SQLite file, in a table that is kept sorted.
/// Rows of equal keys keep the order in which they were added.
public final class RowSorter {
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

    private let queue: DatabaseQueue
    private let path: String
    private let store: ObjectStore
    private let refusesRepeats: Bool
    private var pending: [(key: Key, id: String, line: String)] = []
    private var written = 0
    /// How many rows were added.
    public private(set) var count = 0

    /// Starts an empty sorter in the store.
    ///
    /// - Parameter refusesRepeats: whether a second row of one id is an error.
    /// - Throws: `StoreError`.
    public init(in store: ObjectStore, refusesRepeats: Bool = false) throws(StoreError) {
        self.refusesRepeats = refusesRepeats
        self.store = store
        path = store.temporaryPath()
        var configuration = Configuration()
        configuration.prepareDatabase {
            // Nobody else reads it and nothing of it outlives us: no journal, no syncs, and little memory.
            try $0.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write {
                // The primary key is the order, so that nothing is left to sort, in memory or in another place's
                // temporary file.
                try $0.execute(
                    sql: """
                        CREATE TABLE line (last, key, position, text, PRIMARY KEY (last, key, position))
                        WITHOUT ROWID;
                        CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID
                        """)
            }
        } catch {
            throw Self.failure(error, path)
        }
    }

    deinit { store.discard(path) }

    /// Adds a row behind the others.
    ///
    /// - Throws: `StoreError`; `Repeated`, possibly some rows later.
    public func append(_ row: DatasetRow, key: Key) throws {
        pending.append((key, row.id, row.record.text()))
        count += 1
        if pending.count >= 1000 { try flush() }
    }

    /// Hands all rows over in their order.
    ///
    /// - Throws: `StoreError`, `Repeated`.
    public func drain(into spool: RowSpool) throws {
        try flush()
        do {
            try queue.read { database in
                let lines = try String.fetchCursor(
                    database, sql: "SELECT text FROM line ORDER BY last, key, position")
                while let line = try lines.next() { try spool.append(line: line) }
            }
        } catch {
            throw Self.failure(error, path)
        }
    }

    private func flush() throws {
        let batch = pending
        pending.removeAll(keepingCapacity: true)
        var repeated: String?
        do {
            try queue.write { database in
                let insert = try database.cachedStatement(
                    sql: "INSERT INTO line (last, key, position, text) VALUES (?, ?, ?, ?)")
                let claim = try database.cachedStatement(sql: "INSERT OR IGNORE INTO seen (id) VALUES (?)")
                for (key, id, line) in batch {
                    written += 1
                    // A primary key holds no NULL.
                    let value = key == .null ? 0.databaseValue : key.value
                    try insert.execute(arguments: [key == .null, value, written, line])
                    guard refusesRepeats else { continue }
                    try claim.execute(arguments: [id])
                    if database.changesCount == 0 { repeated = id }
                }
            }
        } catch {
            throw Self.failure(error, path)
        }
        // Not thrown inside: without a journal nothing can be rolled back.
        if let repeated { throw Repeated(id: repeated) }
    }

    private static func failure(_ error: any Error, _ path: String) -> StoreError {
        if let error = error as? StoreError { return error }
        // SQLite's own words alone: the arguments hold a row's texts.
        let code = (error as? DatabaseError)?.resultCode
        let message =
            "rows could not be put into order in \(path) (\(code?.description ?? "\(type(of: error))"))"
        if code == .SQLITE_FULL { return .full(message) }
        return StoreError(message, hint: "check the free space of the state directory")
    }
}

extension RowSorter.Key {
    fileprivate var value: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
    }
}
