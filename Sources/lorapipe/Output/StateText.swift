import Dataset
import Foundation
import Pipeline
import Store

/// What lies in a state directory, for people.
enum StateText {
    static func lines(_ overview: StateOverview) -> [String] {
        let usage = overview.usage
        var rows: [[String]] = []
        func add(_ name: String, _ amount: StateUsage.Amount?) {
            guard let amount, amount.count > 0 else { return }
            rows.append([
                name, "\(amount.count)", Amount.bytes(amount.bytes), date(amount.oldest), date(amount.newest),
            ])
        }
        for kind in StateUsage.Kind.allCases { add(word(kind), usage.objects[kind]) }
        add("needed by exports", usage.locked)
        add("caches", usage.caches)
        add("being written", usage.temporaries)
        add("left by killed runs", usage.leftBehind)
        for export in overview.exports { add(export.path.shownPath, export.files) }
        for phase in overview.phases { add("runs \(phase.phase.rawValue)", phase.runs) }
        var lines = ["state directory \(overview.directory.printableLine)"]
        lines.append(
            rows.isEmpty
                ? "nothing is there yet"
                : Table.text(["what", "count", "size", "oldest (UTC)", "newest (UTC)"], rows))
        if !usage.rows.isEmpty {
            lines.append(
                "rows of the caches: " + usage.rows.map { "\($0.table) \($0.count)" }.joined(separator: ", "))
        }
        if let ledger = overview.ledger { lines.append("ledger of runs in \(ledger.printableLine)") }
        for error in [usage.cachesError, overview.ledgerError?.message].compactMap(\.self) {
            lines.append("note: \(error.printableLine): lorapipe state check mends what is damaged")
        }
        return lines + atWork(usage.atWork)
    }

    /// How many files are listed: with --json all are.
    private static let listed = 20

    static func lines(_ report: PruneReport) -> [String] {
        let pruned = report.pruned
        var lines = pruned.files.prefix(listed).map {
            "\($0.object.digest.short)…  \(word($0.kind))  \(Amount.bytes($0.object.bytes))  last used \(date($0.object.lastUse))"
        }
        if pruned.files.count > listed {
            lines.append("… and \(pruned.files.count - listed) more; --json lists them all")
        }
        let verb = report.isDryRun ? "would remove" : "removed"
        lines.append("\(verb) \(pruned.files.count) file(s), \(Amount.bytes(report.bytes))")
        let rows = pruned.rows.reduce(0) { $0 + $1.count }
        if rows > 0 { lines.append("\(verb) \(rows) row(s) of the caches that name files which are gone") }
        for (amount, what) in [
            (pruned.leftBehind, "left by killed runs"), (report.halfExports, "of half exports"),
        ]
        where amount.count > 0 {
            lines.append("\(verb) \(amount.count) file(s) \(what), \(Amount.bytes(amount.bytes))")
        }
        lines.append(
            "kept \(pruned.kept.count) file(s), \(Amount.bytes(pruned.kept.bytes))"
                + (pruned.locked.count > 0
                    ? "; exports need \(pruned.locked.count) of them, \(Amount.bytes(pruned.locked.bytes))"
                    : ""))
        if pruned.inUse.count > 0 {
            lines.append(
                "\(pruned.inUse.count) file(s) that the rules let go are kept for the runs at work, \(Amount.bytes(pruned.inUse.bytes))"
            )
        }
        if let hindrance = pruned.hindrance { lines.append("no kept file can go: \(hindrance)") }
        return lines + atWork(pruned.atWork)
    }

    private static func atWork(_ holders: [LockHolder?]) -> [String] {
        holders.map { "in use \($0?.description ?? "by a process that does not say who it is")" }
    }

    private static func word(_ kind: StateUsage.Kind) -> String {
        switch kind {
        case .source: "sources"
        case .prepared: "prepared pictures"
        case .thumbnail: "thumbnails"
        case .unreferenced: "unreferenced"
        }
    }

    private static func date(_ date: Date?) -> String { date.map(RecordText.minute) ?? "–" }
}
