import Dataset
import Foundation
import GRDB

/// Takes over the runs of a folder's own ledger: in one transaction, each once, also when another process does the
/// same.
extension Ledger {
    /// Takes over what is not known yet, or is known from an earlier moment.
    func takeOver() throws(StoreError) {
        guard let old, old.path != directory + "/ledger.sqlite" else { return }
        try old.read { content in
            // Nearly always there is nothing, and nobody has to wait for his turn to write.
            let isAnyNews = try database.read { database in
                try content.runs.contains { try Self.news(of: $0, in: database) != .none }
            }
            guard isAnyNews else { return }
            try database.write(isSynced: true) { database in
                for run in content.runs {
                    switch try Self.news(of: run, in: database) {
                    case .none: break
                    case .more(let id): try Self.update(id, by: run, in: database)
                    case .whole:
                        try Self.insert(run, in: database)
                        try Self.insert(content.observations(run), in: database)
                    }
                }
            }
        }
    }

    private enum News: Equatable {
        /// It is known, and no later than here.
        case none
        /// The run of this id went on elsewhere.
        case more(Int64)
        case whole
    }

    private static func news(of run: OldLedger.Run, in database: Database) throws -> News {
        let identity = OldLedger.Run.identity
        let known = try Row.fetchOne(
            database,
            sql: """
                SELECT id, phase, updated_at FROM submission
                WHERE \(identity.map { "\($0) = ?" }.joined(separator: " AND "))
                """, arguments: StatementArguments(identity.map { run.columns[$0] ?? .null }))
        guard let known else { return .whole }
        let (phase, updated): (String, String) = (known["phase"], known["updated_at"])
        let isOpen = ["intended", "sent", "acknowledged", "tracked"].contains(phase)
        // Times of one form, whole seconds of UTC: the later one is the greater text.
        return isOpen && (run["updated_at"] ?? "") > updated ? .more(known["id"]) : .none
    }

    private static func insert(_ run: OldLedger.Run, in database: Database) throws {
        var columns = run.columns
        columns["id"] = try freeID(for: run, in: database).databaseValue
        try insert(columns, into: "submission", in: database)
    }

    /// The ids say which run is older. Those of before get ids below zero, in the order of their
    /// times: older than all that are written from now on, whichever folder comes first.
    private static func freeID(for run: OldLedger.Run, in database: Database) throws -> Int64 {
        // A time that can't be read makes the run the oldest of all: it is there, and only its place is lost.
        let moment = run["intended_at"].flatMap { try? Date($0, strategy: .iso8601) }
        let seconds = Int64(moment?.timeIntervalSince1970 ?? 0)
        let first = (seconds - (1 << 36)) * 1000
        let last = try Int64.fetchOne(
            database, sql: "SELECT MAX(id) FROM submission WHERE id BETWEEN ? AND ?",
            arguments: [first, first + 999])
        return last.map { $0 + 1 } ?? first
    }

    private static func update(_ id: Int64, by run: OldLedger.Run, in database: Database) throws {
        let names = ["phase", "job_id", "job", "known_jobs", "sent_at", "ended_at", "updated_at"]
        try database.execute(
            sql: "UPDATE submission SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(names.map { run.columns[$0] ?? .null } + [id.databaseValue]))
    }

    /// Adds the history of one job; a moment of it that is there already is not added again.
    private static func insert(_ observations: [[String: DatabaseValue]], in database: Database) throws {
        guard let first = observations.first else { return }
        let known = try Set(
            Int64.fetchAll(
                database, sql: "SELECT at FROM job_sight WHERE endpoint = ? AND job_id = ?",
                arguments: [first["endpoint"] ?? .null, first["job_id"] ?? .null]))
        for observation in observations {
            guard let at = observation["at"].flatMap({ Int64.fromDatabaseValue($0) }), !known.contains(at)
            else {
                continue
            }
            try insert(observation, into: "job_sight", in: database)
        }
    }

    private static func insert(
        _ columns: [String: DatabaseValue], into table: String, in database: Database
    ) throws {
        let names = columns.keys.sorted()
        try database.execute(
            sql: """
                INSERT INTO \(table) (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """, arguments: StatementArguments(names.map { columns[$0] ?? .null }))
    }
}
