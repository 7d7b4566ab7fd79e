public import Dataset
import Foundation

/// Which kept files may go.
public struct PruneRules: Sendable, Equatable {
    /// Those that were not used for so many seconds; nil for no such rule.
    public var olderThan: Double?
    /// As many as it takes until all kept files together have no more bytes, those first that were not used for the
    /// longest time; nil for no such rule.
    public var maxBytes: Int64?

    /// Rules; by default none, by which nothing goes.
    public init(olderThan: Double? = nil, maxBytes: Int64? = nil) {
        self.olderThan = olderThan
        self.maxBytes = maxBytes
    }
}

/// What pruning removed, or would remove.
public struct Pruned: Sendable {
    /// A kept file with what it is.
    public struct File: Sendable {
        /// The file.
        public let object: StateDirectory.Object
        /// What it is.
        public let kind: StateUsage.Kind
    }

    /// The kept files, those first that were not used for the longest time.
    public var files: [File] = []
    /// Rows of the caches that named files which are gone, by table.
    public var rows: [(table: String, count: Int)] = []
    /// What processes left that are gone.
    public var leftBehind = StateUsage.Amount()
    /// The kept files that stay.
    public var kept = StateUsage.Amount()
    /// Those of them that the lock file of an export names.
    public var locked = StateUsage.Amount()
    /// Those of them that another process may be using, though the rules would let them go.
    public var inUse = StateUsage.Amount()
    /// Why no kept file could go, whatever the rules say; nil where they could.
    public var hindrance: String?
    /// The processes at work.
    public var atWork: [LockHolder?] = []
}

/// The removal of what nothing needs, beside processes at work. What a process uses it marks, so that the file's time
/// is later than the beginning of the process; what it has used it uses again unmarked. So everything stays that was
/// used since the oldest process at work began. A process that begins later marks with a later time than the beginning
/// of the pruning, since which everything stays too; and between the last look at a file's time and its removal nobody
/// can mark it, by a lock. Rows go after the files that they name: a row that names none is as good as no row.
public struct Pruning: Sendable {
    private let directory: StateDirectory
    private let lock: FileLock
    /// By the clock of the file system, which gives the kept files their times.
    private let began: Double
    private let runs: RunFolders

    /// How far a clock may have been set back while a process ran.
    private static let clockSlack = 600.0

    /// Begins. What is written and used from here on stays, so lock files are to be read afterwards.
    ///
    /// - Throws: `StoreError` when another process prunes or checks, or the directory can't be listed.
    init(_ directory: StateDirectory) throws(StoreError) {
        self.directory = directory
        lock = try directory.maintenanceLock()
        var status = stat()
        let file = directory.path + "/maintenance.lock"
        if stat(file, &status) != 0 { throw .system("look at", file) }
        began = status.st_mtim.seconds
        runs = try RunFolders(of: directory.path)
    }

    /// Why no kept file may go: somebody at work does not mark what it uses, or the processes at work are unknown.
    private var hindrance: String? {
        if runs.atWork.contains(where: { $0.held == .unknown }) {
            return "its file system knows no locks: who is using the kept files can't be told"
        }
        return runs.atWork.contains { $0.holder == nil }
            ? "a process of an earlier version is at work, which does not say what it uses" : nil
    }

    /// Removes what the rules let go.
    ///
    /// - Parameters:
    ///   - locked: the digests that lock files of exports name: these files stay.
    ///   - dryRun: whether to remove nothing and only report.
    /// - Throws: `StoreError` when something can't be removed or listed; what was removed until then is gone.
    public func callAsFunction(_ rules: PruneRules, locked: Set<Digest>, dryRun: Bool) throws(StoreError)
        -> Pruned
    {
        var pruned = Pruned()
        pruned.hindrance = hindrance
        pruned.atWork = runs.atWork.map(\.holder)
        let caches = try directory.caches()
        let references = try caches?.references() ?? CacheReferences()
        let unusedSince = min(began, (runs.atWork.map(\.since).min() ?? .infinity) - Self.clockSlack)
        var going = try choose(rules, locked, unusedSince, &pruned)
        if pruned.hindrance != nil { going = [] }
        if !dryRun { going = try directory.remove(going, unusedSince: unusedSince) }
        pruned.files = going.map { Pruned.File(object: $0, kind: references.kind(of: $0.digest)) }
        let gone = Set(going.map(\.digest))
        for object in going {
            pruned.kept.count -= 1
            pruned.kept.bytes -= object.bytes
        }
        pruned.rows =
            try caches?.useless(removes: !dryRun) { digest in
                !gone.contains(digest) && access(ObjectStore.path(of: digest, in: directory.path), F_OK) == 0
            } ?? []
        pruned.leftBehind = runs.loose
        for folder in runs.left { pruned.leftBehind.add(folder.files) }
        pruned.leftBehind.add(try KeptRuns(of: directory.path, removes: !dryRun).left)
        if !dryRun { try TemporaryFolder.clear(directory.path + "/tmp") }
        return pruned
    }

    private func choose(
        _ rules: PruneRules, _ locked: Set<Digest>, _ unusedSince: Double, _ pruned: inout Pruned
    ) throws(StoreError) -> [StateDirectory.Object] {
        var (free, used): ([StateDirectory.Object], [StateDirectory.Object]) = ([], [])
        try directory.forEachObject { object in
            let moment = Date(timeIntervalSince1970: object.usedAt)
            pruned.kept.add(bytes: object.bytes, at: moment)
            if locked.contains(object.digest) {
                pruned.locked.add(bytes: object.bytes, at: moment)
            } else if object.usedAt < unusedSince {
                free.append(object)
            } else {
                used.append(object)
            }
        }
        // By the digest where the times are the same, so that a dry run reports what the next run does.
        free.sort { ($0.usedAt, $0.digest) < ($1.usedAt, $1.digest) }
        let tooOld = rules.olderThan.map { began - $0 } ?? -.infinity
        var left = pruned.kept.bytes
        var going: [StateDirectory.Object] = []
        for object in free {
            guard object.usedAt < tooOld || rules.maxBytes.map({ left > $0 }) == true else { break }
            going.append(object)
            left -= object.bytes
        }
        for object in used where object.usedAt < tooOld || rules.maxBytes.map({ left > $0 }) == true {
            pruned.inUse.add(bytes: object.bytes, at: Date(timeIntervalSince1970: object.usedAt))
        }
        return going
    }
}

extension StateDirectory {
    /// Begins to prune it.
    ///
    /// - Throws: `StoreError` when another process prunes or checks it, or it can't be listed.
    public func beginPruning() throws(StoreError) -> Pruning { try Pruning(self) }
}
