import Foundation
import GRDB

/// What was found out and done once, and can be again: pictures fetched, looked at and prepared, files read, exports
/// written.
public struct Caches: Sendable, InStateDatabase {
    let database: StateDatabase

    /// Opens the caches of a state directory.
    init(in directory: String) throws(StoreError) {
        database = try StateDatabase(
            "caches", at: directory + "/caches.sqlite",
            Self.migrator(takingOver: directory + "/ledger.sqlite"))
    }

    static let tables = ["fetched", "look", "prepared", "seen_file", "written_export"]

    /// - Parameter ledger: where earlier versions kept these tables, beside those of the runs.
    private static func migrator(takingOver ledger: String) -> DatabaseMigrator {
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
        migrator.registerMigration("from the ledger") { database in
            guard FileManager.default.fileExists(atPath: ledger) else { return }
            do {
                let old = try DatabaseQueue(path: ledger)
                try old.read { old in for table in tables { try copy(table, from: old, to: database) } }
            } catch {
                // Caches that can't be read are filled anew.
                for table in tables { try database.execute(sql: "DELETE FROM \(table)") }
            }
        }
        return migrator
    }

    private static func copy(_ table: String, from old: Database, to new: Database) throws {
        guard try old.tableExists(table) else { return }
        let names = try new.columns(in: table).map(\.name)
        let insert = try new.makeStatement(
            sql: """
                INSERT INTO \(table) (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """)
        // In the order in which they were written, so the last one is the newest inspection.
        let rows = try Row.fetchCursor(
            old, sql: "SELECT \(names.joined(separator: ", ")) FROM \(table) ORDER BY rowid")
        while let row = try rows.next() {
            try insert.execute(arguments: StatementArguments(names.map { row[$0] as DatabaseValue }))
        }
    }
}
