import Foundation
import GRDB

/// One SQLite database in WAL mode: several lorapipe processes can share it, and what is lost in a power cut is lost
/// whole.
struct StateDatabase: Sendable {
    private let pool: DatabasePool
    /// What it is, for errors: `ledger` or `caches`.
    private let name: String

    /// Opens or makes the database at a path, and brings its tables up to date.
    init(_ name: String, at path: String, _ migrator: DatabaseMigrator) throws(StoreError) {
        self.name = name
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        // KiB a connection. Rows are looked up by digest, in no order: a larger cache would grow with the dataset and
        // find no more.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -256") }
        // Two processes that make the same tables at once would fail: GRDB reads what is applied before it writes.
        let opening = try FileLock(waitingAt: path + ".lock")
        defer { withExtendedLifetime(opening) {} }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            if try pool.read({ try migrator.hasBeenSuperseded($0) }) {
                throw Self.superseded(name, path)
            }
            try migrator.migrate(pool)
        } catch {
            throw Self.failure(error, name, path)
        }
    }

    /// Runs a read.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw Self.failure(error, name, pool.path) }
    }

    /// Runs a write as one transaction.
    ///
    /// - Parameter isSynced: whether it is on disk when this returns. "A transaction committed in WAL mode with
    ///   synchronous=NORMAL might roll back following a power loss", which does for what can be found out again: a
    ///   sync for each of many pictures would cost more than asking for them once more.
    func write<Value>(isSynced: Bool, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try pool.writeWithoutTransaction { database in
                // The pool sets a mode of its own on opening, over whatever its configuration said.
                try database.execute(sql: "PRAGMA synchronous = \(isSynced ? "FULL" : "NORMAL")")
                var value: Value?
                try database.inTransaction {
                    value = try body(database)
                    return .commit
                }
                // Committed without `body` having run: can't happen, and must not end the process.
                guard let value else { throw StoreError("the \(name) gave nothing back") }
                return value
            }
        } catch {
            throw Self.failure(error, name, pool.path)
        }
    }

    /// A database that this version must not write.
    static func superseded(_ name: String, _ path: String) -> StoreError {
        StoreError(
            "the \(name) \(path) was written by a newer lorapipe",
            hint: "use that version, or another state directory (--state)")
    }

    /// An error of SQLite's in our words.
    static func failure(_ error: any Error, _ name: String, _ path: String) -> StoreError {
        if let error = error as? StoreError { return error }
        // Only the result code and SQLite's own words: arguments can hold a row's texts.
        let words =
            (error as? DatabaseError).map { "\($0.resultCode): \($0.message ?? "no message")" }
            ?? "\(type(of: error))"
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL?: return .full("the \(name) \(path) could not be written (\(words))")
        case .SQLITE_CORRUPT?, .SQLITE_NOTADB?:
            return StoreError(
                "the \(name) \(path) is damaged (\(words))",
                hint:
                    "put a copy of it back, or move it away: a new one is made, which knows nothing of before"
            )
        default: return StoreError("the \(name) \(path) can't be used (\(words))")
        }
    }
}

/// What is kept in a database of its own.
protocol InStateDatabase {
    var database: StateDatabase { get }
}

extension InStateDatabase {
    /// Runs a read.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try database.read(body)
    }

    /// Runs a write as one transaction, on disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try database.write(isSynced: true, body)
    }

    /// Runs a write as one transaction, of what can be found out again.
    func note<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try database.write(isSynced: false, body)
    }
}
