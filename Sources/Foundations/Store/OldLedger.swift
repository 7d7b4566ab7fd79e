import Foundation
import GRDB

/// The ledger of one folder: before there was one of the user's, every run was written there, and with `--state` it
/// still is. Nothing in it is ever changed from here.
struct OldLedger: Sendable {
    /// The state directory.
    let state: String
    /// The database.
    var path: String { state + "/ledger.sqlite" }

    init(inState directory: String) { state = URL(fileURLWithPath: directory).path }

    /// A run as it stands there, in the columns of today, with all its paths absolute.
    struct Run {
        /// By column, without the id.
        var columns: [String: DatabaseValue]

        subscript(name: String) -> String? { columns[name].flatMap { String.fromDatabaseValue($0) } }

        /// What identifies a run. A ledger that was copied along with its folder holds the same runs.
        static let identity = ["payload", "endpoint", "key", "intended_at"]
    }

    /// What it holds: runs, the oldest first, and the history of a run's job, by column.
    struct Content {
        let runs: [Run]
        let observations: (Run) throws -> [[String: DatabaseValue]]
    }

    /// Reads it, as far as it is there.
    func read(_ body: (Content) throws -> Void) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(20)
            try DatabaseQueue(path: path, configuration: configuration).read { database in
                guard try database.tableExists("submission") else { return }
                if try Ledger.migrator.hasBeenSuperseded(database) {
                    throw StateDatabase.superseded("ledger", path)
                }
                let rows = try Row.fetchAll(database, sql: "SELECT * FROM submission ORDER BY id")
                let hasSights = try database.tableExists("job_sight")
                try body(
                    Content(runs: rows.map(run)) { run in
                        guard hasSights, let job = run["job_id"], let endpoint = run["endpoint"] else {
                            return []
                        }
                        return try Row.fetchAll(
                            database,
                            sql: "SELECT * FROM job_sight WHERE endpoint = ? AND job_id = ? ORDER BY id",
                            arguments: [endpoint, job]
                        ).map(Self.columns)
                    })
            }
        } catch {
            throw StateDatabase.failure(error, "ledger", path)
        }
    }

    private func run(_ row: Row) -> Run {
        var run = Run(columns: Self.columns(row))
        if run.columns["key"] == nil { run.columns["key"] = "".databaseValue }
        // As the migration says that came with this column.
        if run.columns["sent_at"] == nil, run["phase"] == "intended" {
            run.columns["phase"] = "sent".databaseValue
            run.columns["sent_at"] = run.columns["updated_at"]
        }
        // Relative paths began where `.lorapipe` lies.
        let base = URL(fileURLWithPath: state).deletingLastPathComponent()
        let export = URL(fileURLWithPath: run["export"] ?? "", relativeTo: base).standardizedFileURL.path
        run.columns["export"] = export.databaseValue
        return run
    }

    private static func columns(_ row: Row) -> [String: DatabaseValue] {
        var columns: [String: DatabaseValue] = [:]
        for (name, value) in row where name != "id" { columns[name] = value }
        return columns
    }
}
