import ArgumentParser
import Foundation
import Pipeline
import Postgres
import Sandbox
import Store
import Trainer
import Web

/// What all commands share: options, error messages, and what Ctrl-C does.
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
            // The first asks for an orderly end, the second does not wait for it. A kill may come twice without
            // anybody's impatience: timeout(1) sends it to the process and to its group.
            if count > 1 && number == SIGINT { _exit(ExitStatus.interrupted.rawValue) }
            work.cancel()
        }
        defer { interrupts.stop() }
        let status: ExitStatus
        do {
            status = try await work.value
        } catch  where console.outputFailure == nil {
            let failure = Failure(
                ofCommand: interrupts.count > 0 && !(error is Failure) ? CancellationError() : error)
            console.fail(failure)
            status = failure.status
        } catch {
            status = .machine
        }
        // The result of the work reached nobody.
        if let failure = console.outputFailure {
            console.fail(failure)
            throw failure.status
        }
        if status != .done { throw status }
    }
}

extension Failure {
    /// Every error that a command can throw: those of a run, and those of the servers.
    init(ofCommand error: any Error) {
        switch error {
        case let error as ClusterError: self.init(.machine, code: "sandbox", error.message, hint: error.hint)
        case let error as SandboxError: self.init(.settings, code: "sandbox", error.message, hint: error.hint)
        case let error as WebServerError:
            self.init(.settings, code: "trainer", error.message, hint: error.hint)
        default: self.init(error)
        }
    }
}

extension Console {
    /// A trouble that passes, with when the trainer is asked again.
    func sayFailure(_ message: String, _ pause: Duration) {
        say("\(message); asking again in \(Amount.time(pause))")
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
    var ledgerPlace: LedgerLocation {
        named == nil ? .ofUser(ProcessInfo.processInfo.environment) : .inState
    }

    /// The ledger alone, for commands that look into it and need no caches.
    func ledger() async throws -> Ledger { try await Ledger.open(ledgerPlace, besides: stateDirectory) }

    /// The use cases.
    func runs(_ options: WorkerOptions? = nil) throws -> Runs {
        Runs(try context(options), environment: ProcessInfo.processInfo.environment)
    }

    /// The state directory opened, threads and network started.
    func context(_ options: WorkerOptions? = nil) throws -> RunContext {
        // This program itself, also when its file has been replaced meanwhile.
        try RunContext(
            state: stateDirectory, ledger: ledgerPlace, threads: options?.workers,
            program: ("/proc/self/exe", InspectCommand.word))
    }
}
