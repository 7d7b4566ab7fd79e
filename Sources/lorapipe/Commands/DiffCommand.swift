import ArgumentParser
import Dataset
import Pack
import Pipeline
import Workers

struct DiffCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Two exports, row by row: what changed, and why their payload digests differ.",
        discussion: """
            Rows are paired by their ids; where the exports have none in common, as a folder's and a database's, by picture \
            and caption. Each side is held against its lock first; a lock file alone will do too, and is then compared \
            without the captions' texts.

            Exits with 0 when the trainer would get the same bytes, whatever else the locks say, and with 5 when it would not.
            """)

    @Argument(
        help: ArgumentHelp("The first export, or its lock file.", valueName: "from"), transform: namedPath)
    var first: String
    @Argument(help: ArgumentHelp("The second.", valueName: "to"), transform: namedPath)
    var second: String
    @Flag(help: "Show every row; otherwise 20 of each kind.")
    var all = false
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        // Needs no state directory, and makes none.
        let diff = try await WorkerPool(name: "diff", threads: 1).runLong { [first, second] in
            let (from, to) = (try Self.side(first), try Self.side(second))
            do {
                return try from.difference(to: to)
            } catch {
                throw Failure(error)
            }
        }
        let names = ExportDiff.Change(first, second)
        console.emit(diff.json(names), pretty: true)
        console.show(DiffText.text(diff, names, limit: all ? nil : DiffText.usual, console))
        if diff.isSamePayload { return .done }
        // No error document: under --json the comparison is the one document on stdout.
        console.say("error: \(first.printableLine) and \(second.printableLine) are not the same payload")
        return .mismatch
    }

    /// One side; an error says which of the two.
    private static func side(_ path: String) throws(Failure) -> ComparedExport {
        let side: ComparedExport
        do {
            side = try ComparedExport(at: path)
        } catch {
            let failure = Failure(error)
            if failure.message.contains(path) || failure.status == .interrupted { throw failure }
            throw Failure(
                failure.status, code: failure.code, "\(path.printableLine): \(failure.message)",
                hint: failure.hint)
        }
        guard side.mismatches.isEmpty else { throw Failure(mismatches: side.mismatches, in: path) }
        return side
    }
}
