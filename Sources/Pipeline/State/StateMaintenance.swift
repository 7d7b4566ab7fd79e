import Dataset
import Foundation
import Pack
public import Store
import Workers

/// Looks after a state directory, together with the exports in it and the ledger of runs: what lies there, what can go,
/// and what is damaged. Works beside runs.
public struct StateMaintenance: Sendable {
    /// The directory.
    public let directory: StateDirectory
    private let place: LedgerLocation
    /// Everything here waits for a disk.
    private let thread = WorkerPool(name: "state", threads: 1)

    /// The maintenance of a state directory, whose ledger may lie elsewhere.
    public init(state: String, ledger: LedgerLocation) {
        directory = StateDirectory(state)
        place = ledger
    }

    /// What lies there.
    ///
    /// - Throws: `StoreError` when the directory or a lock file can't be read.
    public func overview() async throws -> StateOverview {
        let ledger = await runs()
        return try await thread.runLong { [directory] in
            let exports = try Self.exports(in: directory)
            let known = Set(exports + ledger.runs.map(\.export))
            let locked = try Self.lockedDigests(of: known)
            var overview = StateOverview(
                directory: directory.path, usage: try directory.usage(locked: locked),
                exports: exports.map { ($0, StateUsage.Amount(below: $0)) }, runs: ledger.runs,
                ledger: ledger.path)
            overview.ledgerError = ledger.error
            return overview
        }
    }

    /// Removes what nothing needs any more.
    ///
    /// - Parameter dryRun: whether to remove nothing and only report.
    /// - Throws: `StoreError` when the ledger, a lock file or a directory of exports can't be read: what they need is
    ///   not known then; when another process prunes or checks, or something can't be removed.
    public func prune(_ rules: PruneRules, dryRun: Bool) async throws -> PruneReport {
        // The moment from which on everything stays, before the ledger and the lock files are read.
        let pruning = try await thread.runLong { [directory] in try directory.beginPruning() }
        let ledger = await runs()
        if let error = ledger.error { throw error }
        return try await thread.runLong { [directory] in
            let exports = try Self.exports(in: directory)
            let known = Set(exports + ledger.runs.map(\.export))
            let locked = try Self.lockedDigests(of: known)
            let pruned = try pruning(rules, locked: locked, dryRun: dryRun)
            var left = StateUsage.Amount()
            for export in exports {
                if let amount = try ExportLeftovers.left(in: export, removes: !dryRun) { left.add(amount) }
            }
            return PruneReport(isDryRun: dryRun, pruned: pruned, halfExports: left)
        }
    }

    /// Finds what is damaged, and mends it.
    ///
    /// - Parameters:
    ///   - dryRun: whether to change nothing and only report.
    ///   - progress: takes how many bytes of kept files were read, of how many.
    /// - Throws: `StoreError` when another process prunes or checks, or something can't be read or mended.
    public func check(dryRun: Bool, progress: @escaping @Sendable (Int64, Int64) -> Void) async throws
        -> [StateDamage]
    {
        try await thread.runLong { [directory, place] in
            // The jobs first: they are the only part that can't be made again.
            var found = try LedgerCheck.check(place, besides: directory.path, dryRun: dryRun)
            if directory.exists { found += try directory.check(dryRun: dryRun, progress: progress) }
            return found
        }
    }

    /// What the ledger says, or why it says nothing.
    private struct Runs {
        var runs: [Submission] = []
        var path: String?
        var error: StoreError?
    }

    private func runs() async -> Runs {
        // To look makes no ledger.
        guard LedgerCheck.isThere(place, besides: directory.path) else { return Runs() }
        do throws(StoreError) {
            let ledger = try await Ledger.open(place, besides: directory.path)
            let runs = try await ledger.submissions()
            return Runs(runs: runs, path: ledger.directory)
        } catch {
            return Runs(error: error)
        }
    }

    /// The directories of exports in the state directory.
    private static func exports(in directory: StateDirectory) throws -> [String] {
        let parent = directory.path + "/exports"
        return try names(in: parent).sorted().map { "\(parent)/\($0)" }
    }

    /// The names in a directory; none where there is no directory. One that can't be listed may hold locks of exports,
    /// so that nothing may count as unused.
    private static func names(in directory: String) throws(StoreError) -> [String] {
        let entries: DirectoryEntries
        do {
            entries = try DirectoryEntries(Array(directory.utf8), followsLink: true)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return [] }
            throw error
        }
        var names: [String] = []
        while let entry = try entries.next() { names.append(String(decoding: entry.name, as: UTF8.self)) }
        return names
    }

    /// The digests that lock files of exports name, those of the parts of a split one too.
    private static func lockedDigests(of exports: Set<String>) throws -> Set<Digest> {
        var digests: Set<Digest> = []
        for export in exports where !export.isEmpty {
            try LockDigests.add("\(export)/\(ExportLock.name)", to: &digests)
            for part in try names(in: export) {
                try LockDigests.add("\(export)/\(part)/\(ExportLock.name)", to: &digests)
            }
        }
        return digests
    }
}
