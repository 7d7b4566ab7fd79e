import Dataset
import Foundation
import GRDB

/// Makes a new ledger of what can be read of a damaged one. The damaged one stays beside it under another name.
///
/// Read by SQLite from both ends up to the first page that it can't read, and from there page by page without it. The
/// new ledger takes the place of the old one by one rename: a ledger is there at every moment, since a run that found
/// none would pay for its payload again.
struct LedgerRepair {
    /// The database.
    let path: String

    /// The result.
    struct Outcome {
        /// How many runs the new ledger has.
        var jobs = 0
        /// How many moments of their histories.
        var observations = 0
        /// The numbers of runs that could not be read.
        var lost: [Int64] = []
        /// Jobs of which only the history could be read.
        var orphans: [String] = []
        /// Where the damaged ledger lies by now.
        var damaged = ""
    }

    private var image: String { path + ".image.partial" }
    private var new: String { path + ".new.partial" }

    /// Repairs it.
    ///
    /// - Returns: nil, and nothing was done, when another process has the ledger open.
    func callAsFunction() throws(StoreError) -> Outcome? {
        // Nobody opens it meanwhile.
        let opening = try FileLock(waitingAt: path + ".lock")
        defer { withExtendedLifetime(opening) {} }
        if DatabaseDamage.isOpen(path) { return nil }
        defer { for file in [image, new, new + "-journal"] { unlink(file) } }
        for file in [image, new, new + "-journal"] { unlink(file) }
        try copy()
        var outcome = try recover()
        outcome.damaged = try publish()
        return outcome
    }

    /// The database as it stands, with what its log holds; of what the disk can't give, zeros.
    private func copy() throws(StoreError) {
        let (source, piece) = (try RegularFile(path), 4096)
        let copy = open(image, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard copy >= 0 else { throw .system("create", image) }
        defer { close(copy) }
        for offset in stride(from: 0, to: source.bytes, by: piece) {
            var bytes: [UInt8]
            do throws(StoreError) {
                bytes = try source.read(at: offset, count: piece)
            } catch {
                guard error.code == EIO else { throw error }
                bytes = [UInt8](repeating: 0, count: piece)
            }
            // So that SQLite opens this copy by itself, without a log beside it: 1 is the mode without.
            if offset == 0, bytes.count > 20 { (bytes[18], bytes[19]) = (1, 1) }
            let written = bytes.withUnsafeBytes { pwrite(copy, $0.baseAddress!, $0.count, off_t(offset)) }
            if written != bytes.count { throw .system("write", image) }
        }
        try WriteAheadLog.apply(path + "-wal", to: copy, image)
        var head: [UInt8] = [1, 1]
        if pwrite(copy, &head, 2, 18) != 2 || fsync(copy) != 0 { throw .system("write", image) }
    }

    private func recover() throws(StoreError) -> Outcome {
        do {
            let database = try DatabaseQueue(path: new)
            try Ledger.migrator.migrate(database)
            try refuseNewer()
            var outcome = Outcome()
            try database.write { database in
                let runs = try LedgerRows("submission", in: database)
                let observations = try LedgerRows("job_sight", in: database)
                try read(runs)
                try read(observations)
                try readPages(runs, observations)
                try raiseSequences(in: database)
                outcome.jobs = try runs.count()
                outcome.observations = try observations.count()
                outcome.lost = try Self.gaps(in: database)
                outcome.orphans = try Self.orphans(in: database)
            }
            try database.close()
            return outcome
        } catch {
            throw StateDatabase.failure(error, "ledger", new)
        }
    }

    /// A ledger of a newer version has columns that would be lost.
    private func refuseNewer() throws {
        let isNewer: Bool
        do {
            isNewer = try image { try Ledger.migrator.hasBeenSuperseded($0) }
        } catch is DatabaseError {
            // Too damaged to decide.
            isNewer = false
        }
        if isNewer { throw StateDatabase.superseded("ledger", path) }
    }

    private func image<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cell_size_check = ON") }
        return try DatabaseQueue(path: image, configuration: configuration).read(body)
    }

    /// Reads by SQLite, from both ends.
    private func read(_ rows: LedgerRows) throws {
        for order in ["ASC", "DESC"] {
            do {
                try image { database in
                    let cursor = try Row.fetchCursor(
                        database, sql: "SELECT * FROM \(rows.table) ORDER BY id \(order)")
                    while let row = try cursor.next() {
                        guard try rows.take(Dictionary(row, uniquingKeysWith: { one, _ in one })) else {
                            break
                        }
                    }
                }
            } catch let error as DatabaseError
                where [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_IOERR].contains(
                    error.resultCode)
            {
                // Here the readable rows end, on this side.
                continue
            }
        }
    }

    /// Reads the rows that SQLite did not reach.
    private func readPages(_ runs: LedgerRows, _ observations: LedgerRows) throws {
        var found: [Int64: [String: DatabaseValue]] = [:]
        try LedgerPages(image).forEachRecord { record in
            if var run = runs.columns(of: record) {
                guard try !runs.holds(record.id), Self.isRun(run) else { return }
                // A page that is no part of the tree any more may hold a run as it was before: what had not left then
                // may have left since.
                if run["phase"] == "intended".databaseValue {
                    run["phase"] = "sent".databaseValue
                    if run["sent_at"]?.isNull != false { run["sent_at"] = run["updated_at"] }
                }
                func moment(_ run: [String: DatabaseValue]?) -> String {
                    run?["updated_at"].flatMap { String.fromDatabaseValue($0) } ?? ""
                }
                if found[record.id] == nil || moment(found[record.id]) < moment(run) {
                    found[record.id] = run
                }
            } else if let observation = observations.columns(of: record), Self.isSight(observation) {
                _ = try observations.take(observation)
            }
        }
        for (_, run) in found.sorted(by: { $0.key < $1.key }) { _ = try runs.take(run) }
    }

    private static func isRun(_ columns: [String: DatabaseValue]) -> Bool {
        func text(_ name: String) -> String? { columns[name].flatMap { String.fromDatabaseValue($0) } }
        return text("payload").flatMap { Dataset.Digest(hex: $0) } != nil && text("endpoint") != nil
            && text("phase").flatMap(Submission.Phase.init) != nil
    }

    private static func isSight(_ columns: [String: DatabaseValue]) -> Bool {
        func isText(_ name: String) -> Bool {
            columns[name].map { String.fromDatabaseValue($0) != nil } == true
        }
        return isText("endpoint") && isText("job_id") && isText("status")
            && columns["at"].map { Int64.fromDatabaseValue($0) != nil } == true
    }

    /// Numbers that were given out are not given out again.
    private func raiseSequences(in database: Database) throws {
        // Where they can't be read, the numbers go on behind the last row that could be.
        guard let rows = try? image({ try Row.fetchAll($0, sql: "SELECT name, seq FROM sqlite_sequence") })
        else { return }
        for row in rows {
            guard let name = String.fromDatabaseValue(row["name"]),
                let last = Int64.fromDatabaseValue(row["seq"])
            else { continue }
            guard ["submission", "job_sight"].contains(name) else { continue }
            let known =
                try Int64.fetchOne(
                    database, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [name]) ?? 0
            try database.execute(sql: "DELETE FROM sqlite_sequence WHERE name = ?", arguments: [name])
            try database.execute(
                sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
                arguments: [name, max(known, last)])
        }
    }

    /// Runs are numbered one after another, and none is ever removed. Those that were taken over from another ledger
    /// have numbers below zero, with gaps.
    private static func gaps(in database: Database) throws -> [Int64] {
        let ids = try Set(Int64.fetchAll(database, sql: "SELECT id FROM submission WHERE id > 0"))
        let last =
            try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'submission'")
            ?? 0
        guard last > 0, last < 1 << 24 else { return [] }
        return (1...last).filter { !ids.contains($0) }
    }

    private static func orphans(in database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT job_id FROM job_sight WHERE NOT EXISTS (
                SELECT 1 FROM submission WHERE submission.job_id = job_sight.job_id
                AND submission.endpoint = job_sight.endpoint) ORDER BY job_id
                """)
    }

    /// Puts the new ledger in the old one's place.
    ///
    /// - Returns: the path of the old one.
    private func publish() throws(StoreError) -> String {
        let made = open(new, O_RDONLY | O_CLOEXEC)
        if made < 0 { throw .system("open", new) }
        let synced = fsync(made)
        close(made)
        if synced != 0 { throw .system("sync", new) }
        let stamp = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        var (kept, number) = ("\(path).damaged-\(stamp)", 1)
        while link(path, kept) != 0 {
            if errno != EEXIST { throw .system("keep the damaged ledger as", kept) }
            number += 1
            kept = "\(path).damaged-\(stamp)-\(number)"
        }
        if link(path + "-wal", kept + "-wal") != 0 && errno != ENOENT {
            throw .system("keep the damaged ledger's log as", kept + "-wal")
        }
        // First with all that its log holds, so that the log can go: it must never be read beside the new one.
        if rename(image, path) != 0 { throw .system("rename to", path) }
        for ending in ["-wal", "-shm"] where unlink(path + ending) != 0 && errno != ENOENT {
            throw .system("remove", path + ending)
        }
        if rename(new, path) != 0 { throw .system("rename to", path) }
        try DurableFile.syncDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return kept
    }
}
