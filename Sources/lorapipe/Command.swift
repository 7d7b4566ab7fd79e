import ArgumentParser
import Foundation
import Pipeline
import Store

/// What all commands share: options, the way errors are told, and what Ctrl-C does.
protocol Command: AsyncParsableCommand, Sendable {
    var common: CommonOptions { get }

    /// Does the command's work.
    func execute(_ console: Console) async throws -> ExitStatus
}

extension Command {
    mutating func run() async throws {
        let console = Console(isJSON: common.json)
        let command = self
        let work = Task { try await command.execute(console) }
        console.whenOutputFails { work.cancel() }
        let interrupts = Interrupts { count, number in
            // The first asks for an orderly end, the second does not wait for it. A kill may come twice without anybody's
            // impatience: timeout(1) sends it to the process and to its group.
            if count > 1 && number == SIGINT { _exit(ExitStatus.interrupted.rawValue) }
            work.cancel()
        }
        defer { interrupts.stop() }
        let status: ExitStatus
        do {
            status = try await work.value
        } catch  where console.outputFailure == nil {
            let failure = Failure(interrupts.count > 0 && !(error is Failure) ? CancellationError() : error)
            console.fail(failure)
            status = failure.status
        } catch {
            status = .machine
        }
        // Whatever came of the work, its result reached nobody.
        if let failure = console.outputFailure {
            console.fail(failure)
            throw failure.status
        }
        if status != .done { throw status }
    }
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Put one JSON document, or one event a line for long work, on stdout and nothing else.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Keep everything here (LORAPIPE_STATE); without it caches and exports in .lorapipe, the ledger of runs in $XDG_STATE_HOME/lorapipe.",
            valueName: "dir"),
        transform: namedPath)
    var state: String?

    /// The directory that was named for everything.
    private var named: String? {
        let name = state ?? ProcessInfo.processInfo.environment["LORAPIPE_STATE"] ?? ""
        return name.isEmpty ? nil : name
    }

    /// The directory of caches and exports.
    var stateDirectory: String { named ?? ".lorapipe" }

    /// Where the ledger lies: the user's own, so that no payload is paid for twice, whatever folder he works in.
    private var ledgerPlace: LedgerPlace {
        named == nil ? .ofUser(ProcessInfo.processInfo.environment) : .inState
    }

    /// The ledger alone, for commands that look into it and need no caches.
    func ledger() throws -> Ledger { try Ledger(ledgerPlace, besides: stateDirectory) }

    /// The state directory opened, threads and network started.
    func workshop(_ options: WorkerOptions? = nil) throws -> Workshop {
        // This program itself, also when its file has been replaced meanwhile.
        try Workshop(
            state: stateDirectory, ledger: ledgerPlace, threads: options?.workers,
            program: ("/proc/self/exe", LookCommand.word))
    }
}
