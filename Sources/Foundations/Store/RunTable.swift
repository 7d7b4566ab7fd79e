import Dataset
import Foundation
import GRDB

/// The table of one run: an SQLite file that every stage adds to. Pull writes the rows, fetch the digest of each
/// picture, check its findings and the plan of each sound row, prepare the prepared picture, and pack reads all of it
/// by one cursor in payload order. A stage writes its own tables and reads only those of earlier stages.
///
/// The file is read by the process that wrote it. What another run takes from it is `KeptRun`'s.
public final class RunTable: Sendable {
    private let queue: DatabaseQueue
    /// Removes the files, or keeps them; nil for a table that nothing is kept of.
    let kept: KeptRun?
    private let path: String
    private let objects: ObjectStore

    /// Makes an empty table.
    ///
    /// - Parameter kept: where the table lies, so that a later run can go on with it; nil for a temporary file.
    init(in objects: ObjectStore, kept: KeptRun? = nil) throws(StoreError) {
        self.objects = objects
        self.kept = kept
        path = kept?.path ?? objects.temporaryPath()
        do {
            queue = try Self.open(path)
            try queue.write { try Self.makeTables($0) }
        } catch {
            throw Self.failure(error, path)
        }
    }

    deinit {
        // Nothing is lost: the file goes.
        try? queue.close()
        if let kept { kept.remove() } else { objects.discard(path) }
    }

    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase {
            // Until the rows are complete nobody else reads it, and after a power cut nobody does: no journal, no
            // syncs, and little memory (in KiB).
            try $0.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Tables other than `row` are keyed by the position of their row. Columns have no type, so that SQLite stores each
    /// value as it is given.
    private static func makeTables(_ database: Database) throws {
        func keyed(_ name: String, by key: String, _ columns: [String]) -> String {
            "CREATE TABLE \(name) (\(key) INTEGER PRIMARY KEY, \(columns.joined(separator: ", ")))"
        }
        let tables = [
            keyed("row", by: "position", DatasetRow.columns.quoted),
            keyed("fetched", by: "position", SourceImage.columns.quoted),
            keyed("checked", by: "position", CheckedRow.resultColumns.quoted),
            keyed("prepared", by: "position", PreparedImage.columns.quoted),
            keyed("entry", by: "place", ["position", "filename"]),
            keyed("finding", by: "number", Finding.columns.quoted),
        ]
        for table in tables { try database.execute(sql: table) }
    }

    /// Runs a read on this thread.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.read(body) } catch { throw Self.failure(error, path) }
    }

    /// Runs a write on this thread, as one transaction. It is not rolled back when it fails: then the run ends.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.write(body) } catch { throw Self.failure(error, path) }
    }

    /// Sets how many KiB of pages SQLite holds: rows that arrive in no order need more.
    func setCache(_ size: Int) throws(StoreError) { try run("PRAGMA cache_size = -\(size)") }

    /// Runs a statement that may stand in no transaction.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
        } catch {
            throw Self.failure(error, path)
        }
    }

    /// Runs a read on the table's own thread.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await queue.read(body) } catch { throw Self.asynchronous(error, path) }
    }

    /// Runs a write on the table's own thread, as one transaction.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    {
        do { return try await queue.write(body) } catch { throw Self.asynchronous(error, path) }
    }

    private static func asynchronous(_ error: any Error, _ path: String) -> any Error {
        error is CancellationError || Task.isCancelled ? CancellationError() : failure(error, path)
    }

    private static func failure(_ error: any Error, _ path: String) -> StoreError {
        if let error = error as? StoreError { return error }
        // SQLite's own words alone: the arguments hold a row's texts.
        let code = (error as? DatabaseError)?.resultCode
        let message = "the rows in \(path) can't be used (\(code?.description ?? "\(type(of: error))"))"
        if code == .SQLITE_FULL { return .full(message) }
        return StoreError(
            message, hint: "check the free space of the state directory, and run the command again")
    }
}

extension ObjectStore {
    /// An empty table that nothing is kept of.
    public func runTable() throws(StoreError) -> RunTable { try RunTable(in: self) }
}
