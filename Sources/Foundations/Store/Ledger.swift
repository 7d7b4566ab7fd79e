import Foundation
import GRDB

/// Every submitted job, and its history. It belongs to the user, not to a folder: only so is no payload paid
/// for twice. What is known about a job is not lost in a power cut.
public struct Ledger: Sendable {
    let database: StateDatabase
    /// Where it lies.
    public let directory: String
    /// A folder's own ledger of before, whose runs are taken over.
    let old: OldLedger?

    /// Opens the ledger, and makes what is missing.
    ///
    /// - Parameter state: the state directory; what a ledger of its own holds is taken over into one elsewhere.
    /// - Throws: `StoreError` when it can't be made or written, or is of a newer version.
    public static func open(_ location: LedgerLocation, besides state: String) async throws(StoreError)
        -> Ledger
    {
        try await LedgerThreads.run { () throws(StoreError) in try Ledger(location, besides: state) }
    }

    /// The same on the caller's thread.
    init(_ place: LedgerLocation, besides state: String) throws(StoreError) {
        let path: String
        switch place {
        case .inState:
            path = URL(fileURLWithPath: state).path
            old = nil
        case .directory(let directory):
            path = URL(fileURLWithPath: directory).path
            old = OldLedger(inState: state)
        case .nowhere(let error): throw error
        }
        directory = path
        do {
            // Nobody else's to read, as the XDG specification says of it.
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(
                "could not make the directory \(path) for the ledger of runs",
                hint:
                    "set XDG_STATE_HOME to a directory that can be written, or name one for everything with --state or LORAPIPE_STATE"
            )
        }
        database = try StateDatabase("ledger", at: path + "/ledger.sqlite", Self.migrator)
        try takeOver()
    }

    /// Runs a read on a thread that may wait.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await LedgerThreads.run { () throws(StoreError) in try database.read(body) }
    }

    /// Runs a write there as one transaction, on disk when this returns.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await LedgerThreads.run { () throws(StoreError) in try database.write(isSynced: true, body) }
    }

    /// Runs a write there as one transaction; a power cut may undo it.
    func note<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await LedgerThreads.run { () throws(StoreError) in try database.write(isSynced: false, body) }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
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
        // Made tables of what are now the caches.
        migrator.registerMigration("2") { _ in }
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
            // Until here it was unknown how much of an intended body was sent: it counts as sent.
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
        // The caches lie in a database of their own: an earlier version, which looks for them here, must not open this.
        migrator.registerMigration("runs alone") { _ in }
        return migrator
    }
}
