public import Dataset
import Foundation
public import Store

/// What lies in a state directory, with its exports and the runs of the ledger.
public struct StateOverview: Sendable {
    /// The directory's absolute path.
    public let directory: String
    /// Files, caches and temporaries.
    public let usage: StateUsage
    /// The exports in it, with their files.
    public let exports: [(path: String, files: StateUsage.Amount)]
    /// Every run, the newest first.
    public let runs: [Submission]
    /// The directory of the ledger; nil where there is none.
    public let ledger: String?
    /// Why the ledger could not be read; nil when it was.
    public var ledgerError: StoreError?

    /// The runs by how far they came: how many, and when the first and the last of them began.
    public var phases: [(phase: Submission.Phase, runs: StateUsage.Amount)] {
        Submission.Phase.allCases.compactMap { phase in
            var amount = StateUsage.Amount()
            for run in runs where run.phase == phase { amount.add(bytes: run.bytes, at: run.intendedAt) }
            return amount.count > 0 ? (phase, amount) : nil
        }
    }

    /// The document `lorapipe.state/1`.
    public var json: JSONValue {
        .record([
            "schema": "lorapipe.state/1", "directory": .string(directory),
            "objects": .object(
                StateUsage.Kind.allCases.map {
                    .init($0.rawValue, (usage.objects[$0] ?? .init()).json)
                }),
            "locked": usage.locked.json,
            "caches": .record([
                "files": usage.caches.json, "error": usage.cachesError.map { .string($0) },
                "rows": .object(usage.rows.map { .init($0.table, .int(Int64($0.count))) }),
            ]),
            "temporaries": .record([
                "in_use": usage.temporaries.json, "left_behind": usage.leftBehind.json,
            ]),
            "exports": .array(
                exports.map {
                    .object([.init("path", .string($0.path))] + ($0.files.json.members ?? []))
                }),
            "runs": .record([
                "ledger": ledger.map { .string($0) }, "error": ledgerError.map { .string($0.message) },
                "phases": .object(phases.map { .init($0.phase.rawValue, $0.runs.json) }),
            ]),
            "at_work": .array(usage.atWork.map { $0?.json ?? .null }),
        ])
    }
}

/// What pruning removed, or would remove.
public struct PruneReport: Sendable {
    /// Whether nothing was removed.
    public let isDryRun: Bool
    /// Files, rows and temporaries.
    public let pruned: Pruned
    /// What killed runs left half written in the directories of exports.
    public let halfExports: StateUsage.Amount

    /// How many bytes the kept files had that went.
    public var bytes: Int64 { pruned.files.reduce(0) { $0 + $1.object.bytes } }

    /// The document `lorapipe.prune/1`.
    public var json: JSONValue {
        .record([
            "schema": "lorapipe.prune/1", "dry_run": .bool(isDryRun),
            "objects": .record([
                "count": .int(Int64(pruned.files.count)), "bytes": .int(bytes),
                "files": .array(
                    pruned.files.map {
                        .record([
                            "sha256": .string($0.object.digest.hex), "kind": .string($0.kind.rawValue),
                            "bytes": .int($0.object.bytes),
                            "used_at": .string($0.object.lastUse.formatted(.iso8601)),
                        ])
                    }),
            ]),
            "rows": .object(pruned.rows.map { .init($0.table, .int(Int64($0.count))) }),
            "left_behind": pruned.leftBehind.json, "half_exports": halfExports.json,
            "kept": pruned.kept.json, "locked": pruned.locked.json, "in_use": pruned.inUse.json,
            "hindrance": pruned.hindrance.map { .string($0) },
            "at_work": .array(pruned.atWork.map { $0?.json ?? .null }),
        ])
    }
}
