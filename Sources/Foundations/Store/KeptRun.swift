public import Dataset
public import Foundation
import GRDB

/// The table of a run that a later run can go on with, when this one is killed: `STATE/runs/KEY.sqlite`, by the key of
/// the run's source. Beside it lies `KEY.json` from the moment on that the rows are complete until the run ends by itself,
/// whatever its result: so a run that finds it knows that the earlier one was killed.
///
/// A later run reads the rows anew, since they may have changed. Of the earlier run it takes which pictures were fetched.
/// It does so only on the same boot of the machine, since the table is not synced, and for a day, since a picture may
/// change behind its URL. What was inspected and prepared is cached by content in any case.
final class KeptRun: Sendable {
    /// Where the table lies.
    let path: String
    private let mark: String
    private let before: String
    private let lock: FileLock
    /// The killed run; nil where there is none to go on with.
    let resumed: Mark?

    /// Counts up when tables of before can't be read.
    private static let version: Int64 = 1
    /// For how many seconds fetched pictures are taken over.
    private static let patience = 86_400.0

    /// What `KEY.json` says.
    struct Mark: Sendable {
        let boot: String
        let began: Date
    }

    /// - Returns: nil while another run of the source has its table.
    init?(_ key: String, in state: String) throws(StoreError) {
        let folder = KeptRuns.folder(of: state)
        if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw .system("make", folder) }
        let base = "\(folder)/\(key)"
        (path, mark, before) = (base + ".sqlite", base + ".json", base + ".before.sqlite")
        guard let lock = try FileLock(at: base + ".lock") else { return nil }
        self.lock = lock
        let earlier = Self.read(mark)
        let isUsable = earlier.map(Self.isUsable) == true && Self.settle(path)
        if isUsable && rename(path, before) == 0 {
            resumed = earlier
        } else {
            resumed = nil
            Self.unlinkTable(before)
        }
        // A new table beside the journal of an old one would be damaged by it.
        Self.unlinkTable(path)
        unlink(mark)
    }

    /// Takes over what the killed run fetched, and marks the table as one to go on with. From here on each write is
    /// atomic.
    func complete(_ table: RunTable) throws(StoreError) {
        if resumed != nil {
            try table.run("ATTACH ? AS before", [before])
            try table.run(
                """
                INSERT OR IGNORE INTO main.fetched SELECT now.position, fetched.digest, fetched.bytes
                FROM main.row AS now JOIN before.row AS old ON old.id = now.id AND old.image = now.image
                AND old.name = now.name AND old.created_at IS now.created_at
                JOIN before.fetched AS fetched ON fetched.position = old.position
                """)
            try table.run("DETACH before")
        }
        try table.run("PRAGMA journal_mode = WAL")
        let line: JSONValue = .record([
            "version": .int(Self.version), "boot": .string(Self.boot),
            "began": .double((resumed?.began ?? Date()).timeIntervalSince1970),
        ])
        let file = try DurableFile(mark)
        try file.write(line.text().utf8)
        try file.publish()
        Self.unlinkTable(before)
    }

    /// Marks the run as ended: no later run goes on with it.
    func end() { unlink(mark) }

    /// Removes the table. Its connection is closed.
    func remove() {
        end()
        Self.unlinkTable(path)
        Self.unlinkTable(before)
    }

    static func unlinkTable(_ path: String) { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }

    private static func read(_ path: String) -> Mark? {
        // A mark that can't be read is none.
        guard let bytes = try? FileBytes.read(path, count: 4096), let json = try? JSONValue(parsing: bytes),
            json["version"]?.int == version, let boot = json["boot"]?.string,
            let began = json["began"]?.double
        else { return nil }
        return Mark(boot: boot, began: Date(timeIntervalSince1970: began))
    }

    private static func isUsable(_ mark: Mark) -> Bool {
        !boot.isEmpty && mark.boot == boot && (0..<patience).contains(Date().timeIntervalSince(mark.began))
    }

    /// Whether a mark's run can still be gone on with.
    static func isUsable(at path: String) -> Bool { read(path).map(isUsable) == true }

    /// Writes what the journal holds into the table; false when it is damaged.
    private static func settle(_ path: String) -> Bool {
        guard access(path, F_OK) == 0 else { return false }
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            let check = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            return check == "ok"
        } catch {
            return false
        }
    }

    /// The number of this boot of the machine; empty where the system has none.
    private static let boot: String = {
        let bytes = try? FileBytes.read("/proc/sys/kernel/random/boot_id", count: 64)
        return String(decoding: bytes ?? [], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }()
}

extension Store {
    /// An empty table for a run.
    ///
    /// - Parameter key: names the run's source, for a run that goes on where a killed one was; nil where nothing is gained
    ///   by it. While another run of the source is at work, nothing is kept of this one.
    public func runTable(for key: String?) throws(StoreError) -> RunTable {
        guard let key, let kept = try KeptRun(key, in: directory) else { return try objects.runTable() }
        return try RunTable(in: objects, kept: kept)
    }
}

/// A killed run that another one goes on with.
public struct ResumedRun: Sendable {
    /// When it began.
    public let began: Date
    /// How many pictures it had fetched of rows that are still the same.
    public let fetched: Int
}

extension RunTable {
    /// The killed run that this one goes on with; nil where there is none. Blocks.
    public func resumedRun() throws(StoreError) -> ResumedRun? {
        guard let began = kept?.resumed?.began else { return nil }
        let fetched = try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM fetched") ?? 0 }
        return fetched > 0 ? ResumedRun(began: began, fetched: fetched) : nil
    }

    /// What the killed run fetched for a row; nil where it did not.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func fetched(_ position: Int64) async throws -> SourceImage? {
        guard kept?.resumed != nil else { return nil }
        let columns = SourceImage.columns
        return try await read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT \(columns.quoted.joined(separator: ", ")) FROM fetched WHERE position = ?",
                arguments: [position]
            ).map { try columns.record(in: $0, behind: 0) }
        }
    }

    /// Notes that a row's picture is fetched, where a later run can go on with this one.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func remember(_ image: SourceImage, at position: Int64) async throws {
        guard kept != nil else { return }
        try await write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO fetched VALUES (?, ?, ?)",
                arguments: [position, image.digest.column, image.bytes])
        }
    }

    /// Says that the run ended by itself, whatever its result: no later run goes on with it.
    public func end() { kept?.end() }
}

/// The tables of runs in a state directory, for those who look after it.
struct KeptRuns {
    /// The files of runs that are at work, or that a later run can go on with.
    var needed = StateUsage.Amount()
    /// The files that nobody needs any more.
    var left = StateUsage.Amount()

    static func folder(of state: String) -> String { state + "/runs" }

    /// Looks through them.
    ///
    /// - Parameter removes: whether to remove what nobody needs.
    init(of state: String, removes: Bool = false) throws(StoreError) {
        let folder = Self.folder(of: state)
        guard let entries = try StateDirectory.entries(folder) else { return }
        var keys: Set<String> = []
        while let entry = try entries.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            keys.insert(String(name.prefix { $0 != "." }))
        }
        for key in keys.sorted() {
            let base = "\(folder)/\(key)"
            let lock = removes ? try FileLock(at: base + ".lock") : nil
            defer { withExtendedLifetime(lock) {} }
            let isHeld = removes ? lock == nil : Self.isHeld(base + ".lock")
            let isNeeded = isHeld || KeptRun.isUsable(at: base + ".json")
            for ending in [".sqlite", ".before.sqlite"].flatMap({ [$0, $0 + "-wal", $0 + "-shm"] }) + [
                ".json"
            ] {
                isNeeded ? needed.add(at: base + ending) : left.add(at: base + ending)
                if !isNeeded && removes { unlink(base + ending) }
            }
        }
    }

    /// Whether somebody holds a lock, or may hold it: a look, not a claim.
    private static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno != ENOENT }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}
