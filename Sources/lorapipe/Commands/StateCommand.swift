import ArgumentParser
import Dataset
import Foundation
import Pipeline
import Store

struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "What lies in the state directory; prune what nothing needs; check it and mend it.",
        discussion: """
            The state directory (.lorapipe, --state or LORAPIPE_STATE) keeps each fetched and prepared picture once, by \
            its SHA-256, so that a second run touches no pixel. It grows until it is pruned: nothing is removed unasked.
            """,
        subcommands: [Show.self, Prune.self, Check.self], defaultSubcommand: Show.self)

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "What lies there, by count, size and age (the default).")
        @OptionGroup var common: CommonOptions

        func execute(_ console: Console) async throws -> ExitStatus {
            let overview = try await common.maintenance().overview()
            console.emit(overview.json, pretty: true)
            for line in StateText.lines(overview) { console.show(line) }
            return .done
        }
    }

    struct Prune: Command {
        static let configuration = CommandConfiguration(
            abstract: "Remove kept files that were not used for a while.",
            discussion: """
                Without a rule, what was not used for 30 days goes. With --max-size alone, what was not used for the \
                longest time goes until the rest fits. With both, first what is too old, then more until it fits.

                These stay, whatever the rules say: files that the lock of an export names (an export in the state \
                directory, or one that was ever handed to a trainer and is still there; delete its directory to let \
                them go), and files that a run at work uses or has used. So it is safe beside runs. Exports themselves, \
                receipts and the ledger of runs are never pruned.

                What killed runs left goes too, and what the caches say of files that are gone. A file that is needed \
                again is fetched or prepared again: the same bytes.

                Ages: 30d, 12h, 2w, 90m, 0d. Sizes: 20GB (powers of 1000), 20GiB (of 1024).
                """)

        @Option(help: ArgumentHelp("Remove what was not used for so long.", valueName: "age"))
        var olderThan: Age?
        @Option(help: ArgumentHelp("Remove until the kept files take no more than this.", valueName: "size"))
        var maxSize: ByteCount?
        @Flag(help: "Show what would go, and remove nothing.")
        var dryRun = false
        @OptionGroup var common: CommonOptions

        /// As docker and git have it for what nothing refers to: a month is longer than most pauses between two runs.
        private static let month = 30.0 * 86_400

        func execute(_ console: Console) async throws -> ExitStatus {
            let rules = PruneRules(
                olderThan: olderThan?.seconds ?? (maxSize == nil ? Self.month : nil), maxBytes: maxSize?.bytes
            )
            let report = try await common.maintenance().prune(rules, dryRun: dryRun)
            console.emit(report.json, pretty: true)
            for line in StateText.lines(report) { console.show(line) }
            return .done
        }
    }

    struct Check: Command {
        static let configuration = CommandConfiguration(
            abstract: "Read all that is kept, and mend what is damaged.",
            discussion: """
                Kept files whose bytes are not their name are removed: they are fetched or prepared again when they are \
                needed. Damaged caches are made anew. Of a damaged ledger every run that can be read is put into a new \
                one, the damaged one stays beside it under another name, and what was lost is told.

                Exits with 0 when all is well or mended; with 5 when damage is left (a --dry-run leaves all), or runs \
                of the ledger could not be read.
                """)

        @Flag(help: "Only find damage, and change nothing.")
        var dryRun = false
        @OptionGroup var common: CommonOptions

        func execute(_ console: Console) async throws -> ExitStatus {
            let maintenance = try common.maintenance()
            let found = try await maintenance.check(dryRun: dryRun) { read, all in
                let share = all > 0 ? Double(read) / Double(all) : 1
                console.setStatus(
                    StatusLine(
                        head: "check", share: share, words: ["\(Amount.bytes(read)) of \(Amount.bytes(all))"])
                )
            }
            console.setStatus(nil)
            console.emit(
                .record([
                    "schema": "lorapipe.state-check/1", "dry_run": .bool(dryRun),
                    "findings": .array(found.map(\.json)),
                ]), pretty: true)
            for damage in found {
                console.show(
                    "\(damage.isMended ? "mended" : "damaged")  \(damage.path.shownPath): \(damage.message)")
            }
            let left = found.count { !$0.isMended }
            guard left == 0 else {
                throw Failure(
                    .mismatch, code: "state-damaged", "\(left) thing(s) in the state directory are damaged",
                    hint: dryRun ? "lorapipe state check mends them" : "see above what to do about each")
            }
            console.show(found.isEmpty ? "all is as it should be" : "all is as it should be now")
            return .done
        }
    }
}

extension CommonOptions {
    /// The state directory and the ledger, to be looked after.
    func maintenance() throws -> StateMaintenance {
        StateMaintenance(state: stateDirectory, ledger: ledgerPlace)
    }
}
