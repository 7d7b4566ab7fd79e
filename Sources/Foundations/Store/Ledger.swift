import Foundation
import GRDB

/// What was found out and done once: pictures fetched, looked at and prepared, and every job handed over.
///
/// SQLite in WAL mode: several lorapipe processes can share one state directory, and what is lost in a power cut is
/// lost whole. What is known about a job is not lost at all.
public struct Ledger: Sendable {
    let database: DatabasePool

    init(at path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        // KiB a connection. Rows are looked up by digest, in no order: a larger cache would grow with the dataset and
        // find no more.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -256") }
        do {
            database = try DatabasePool(path: path, configuration: configuration)
            let migrator = Self.migrator
            if try database.read({ try migrator.hasBeenSuperseded($0) }) {
                throw StoreError(
                    "the ledger \(path) was written by a newer lorapipe",
                    hint: "use that version, or another state directory (--state)")
            }
            try migrator.migrate(database)
        } catch let error as StoreError {
            throw error
        } catch {
            throw Self.failure(error, path)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "fetched") { table in
                table.primaryKey("location", .text)
                table.column("etag", .text)
                table.column("sha256", .text).notNull()
                table.column("bytes", .integer).notNull()
            }
            try database.create(table: "look") { table in
                table.column("sha256", .text).notNull()
                table.column("version", .text).notNull()
                table.column("result", .text).notNull()
                table.primaryKey(["sha256", "version"])
            }
            try database.create(table: "prepared") { table in
                table.primaryKey("key", .text)
                table.column("sha256", .text).notNull()
                table.column("bytes", .integer).notNull()
                table.column("width", .integer).notNull()
                table.column("height", .integer).notNull()
                table.column("format", .text).notNull()
            }
            try database.create(table: "submission") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("payload", .text).notNull()
                table.column("endpoint", .text).notNull()
                table.column("dialect", .text).notNull()
                table.column("output_name", .text).notNull()
                table.column("images", .integer).notNull()
                table.column("export", .text).notNull()
                table.column("intended_at", .text).notNull()
                table.column("phase", .text).notNull()
                table.column("job_id", .text)
                table.column("job", .text)
                table.column("updated_at", .text).notNull()
            }
        }
        migrator.registerMigration("2") { database in
            try database.create(table: "seen_file") { table in
                table.primaryKey("path", .text)
                for column in ["inode", "device", "bytes", "modified", "changed"] {
                    table.column(column, .integer).notNull()
                }
                table.column("sha256", .text).notNull()
            }
            try database.create(table: "written_export") { table in
                table.primaryKey("directory", .text)
                table.column("inputs", .text).notNull()
                table.column("stamps", .text).notNull()
            }
        }
        migrator.registerMigration("3") { database in
            try database.alter(table: "submission") { table in
                table.add(column: "dataset", .text).notNull().defaults(to: "")
                table.add(column: "training", .text).notNull().defaults(to: "{}")
                table.add(column: "bytes", .integer).notNull().defaults(to: 0)
                table.add(column: "lock_sha256", .text)
                table.add(column: "key", .text).notNull().defaults(to: "")
                table.add(column: "known_jobs", .text)
                table.add(column: "sent_at", .text)
                table.add(column: "ended_at", .text)
            }
            // Until here nobody could tell how much of an intended body had left: it counts as sent.
            try database.execute(
                sql: "UPDATE submission SET phase = 'sent', sent_at = updated_at WHERE phase = 'intended'")
            try database.create(table: "job_sight") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("endpoint", .text).notNull()
                table.column("job_id", .text).notNull()
                table.column("at", .integer).notNull()
                table.column("status", .text).notNull()
                table.column("progress", .double)
                table.column("epoch", .integer)
                table.column("step", .integer)
                table.column("total_steps", .integer)
                table.column("loss", .double)
            }
            try database.create(
                index: "job_sight_of_job", on: "job_sight", columns: ["endpoint", "job_id", "id"])
        }
        migrator.registerMigration("price") { database in
            try database.alter(table: "submission") { table in
                table.add(column: "price_per_hour", .double)
                table.add(column: "currency", .text)
            }
        }
        return migrator
    }

    /// Runs a read.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try database.read(body) } catch { throw Self.failure(error, database.path) }
    }

    /// Runs a write as one transaction, on disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try transaction(synchronous: "FULL", body)
    }

    /// Runs a write as one transaction, of what can be found out again. "A transaction committed in WAL mode with
    /// synchronous=NORMAL might roll back following a power loss", and the pictures are then asked for once more;
    /// a sync for each of them would cost more than that.
    func note<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try transaction(synchronous: "NORMAL", body)
    }

    /// The mode is said each time: the pool sets one of its own on opening, over whatever its configuration said.
    private func transaction<Value>(
        synchronous: String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(synchronous)")
                var value: Value?
                try database.inTransaction {
                    value = try body(database)
                    return .commit
                }
                // Committed without `body` having run: can't happen, and must not end the process.
                guard let value else { throw StoreError("the ledger gave nothing back") }
                return value
            }
        } catch {
            throw Self.failure(error, self.database.path)
        }
    }

    private static func failure(_ error: any Error, _ path: String) -> StoreError {
        // Only the result code and SQLite's own words: arguments can hold a row's texts.
        let words =
            (error as? DatabaseError).map { "\($0.resultCode): \($0.message ?? "no message")" }
            ?? "\(type(of: error))"
        return StoreError("the ledger \(path) can't be used (\(words))")
    }
}
