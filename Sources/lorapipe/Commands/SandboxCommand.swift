import ArgumentParser
import Dataset
import Foundation
import Pipeline
import Sandbox
import Subprocess
import SystemPackage

struct SandboxCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "A throwaway local stand-in for everything outside.",
        discussion: """
            Starts PostgreSQL with the schema, Supabase's REST and Storage doors over it and a rehearsal trainer on \
            this machine, filled from sample folders. With a command behind --, runs it in that environment and stops when it ends; \
            without one, prints the environment and stays until Ctrl-C. Nothing of it is left behind.

              lorapipe sandbox --sample samples/harbour -- lorapipe train pipelines/sample.yaml

            Faults make the REST and Storage doors fail as the real ones do. \(Fault.grammar)
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A folder of pictures and captions to fill it from; may be repeated.", valueName: "dir"),
        transform: namedPath)
    var sample: [String] = ["samples/harbour"]
    @Option(help: "Rehearsed steps a second.")
    var stepsPerSecond = 50.0
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A fault to serve, as in storage:429x3; may be repeated.", valueName: "where:what")
    )
    var fault: [String] = []
    @Option(help: "The most rows that an answer of the REST API holds.")
    var maxRows = 1000
    @OptionGroup var common: CommonOptions
    @Argument(parsing: .postTerminator, help: ArgumentHelp("A command to run inside.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        try validatePace(stepsPerSecond)
        guard (1...1_000_000_000).contains(maxRows) else {
            throw ValidationError("--max-rows is \(maxRows): it takes a number from 1 to 1000000000")
        }
        do throws(SandboxError) {
            for text in fault { _ = try Fault(parsing: text) }
        } catch {
            throw ValidationError(error.description)
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let sandbox: Sandbox
        do {
            sandbox = try await Sandbox.start(
                .init(
                    samples: sample, stepsPerSecond: stepsPerSecond, maxRows: maxRows,
                    faults: try fault.map { try Fault(parsing: $0) }))
        } catch  where Task.isCancelled {
            throw Failure(
                .interrupted, code: "interrupted", "interrupted before the sandbox was up",
                hint: "nothing of it is left behind")
        }
        do {
            let status = try await run(in: sandbox, console)
            await sandbox.stop()
            return status
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    private func run(in sandbox: Sandbox, _ console: Console) async throws -> ExitStatus {
        console.say(
            "The sandbox is up: PostgreSQL, REST, Storage and a rehearsal trainer that trains nothing.")
        if !command.isEmpty {
            do {
                return try await undisturbed { try await child(sandbox.environment) }
            } catch let error as SubprocessError where error.code == .executableNotFound {
                throw Failure(
                    .settings, code: "command", "there is no program \(command[0].printableLine)",
                    hint: "name one that is in PATH, or its path")
            }
        }
        console.emit(
            .record([
                "event": "ready",
                "environment": .object(sandbox.environment.map { .init($0.0, .string($0.1)) }),
            ]))
        for (name, value) in sandbox.environment { console.show("export \(name)='\(value)'") }
        console.say("Ctrl-C stops it; nothing of it is left behind.")
        do {
            while true { try await Task.sleep(for: .seconds(3600)) }
        } catch {
            // As announced: no error, and nothing is kept.
            console.say("The sandbox is stopped.")
            console.emit(.record(["event": "stopped"]))
            return .interrupted
        }
    }

    /// Runs the child's work. It shares our terminal, so Ctrl-C reaches it without us and is its own to answer; a
    /// polite kill ends it and us.
    private func undisturbed(_ work: @escaping @Sendable () async throws -> ExitStatus) async throws
        -> ExitStatus
    {
        let task = Task { try await work() }
        Interrupts.override { _, signal in
            if signal == SIGTERM { task.cancel() }
        }
        defer { Interrupts.override(nil) }
        return try await task.value
    }

    /// Runs the command with the sandbox's variables on top of ours; an exit code of the contract's
    /// becomes ours.
    private func child(_ variables: [(String, String)]) async throws -> ExitStatus {
        var overrides: [Environment.Key: String] = [:]
        for (name, value) in variables { overrides[Environment.Key(stringLiteral: name)] = value }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))]
        let result = try await Subprocess.run(
            command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
            arguments: Arguments(Array(command.dropFirst())),
            environment: .inherit.updating(overrides.mapValues { $0 }),
            platformOptions: options,
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        if case .exited(let code) = result.terminationStatus, let status = ExitStatus(rawValue: code) {
            return status
        }
        if case .signaled(let number) = result.terminationStatus, [SIGINT, SIGTERM].contains(number) {
            return .interrupted
        }
        throw Failure(
            .settings, code: "command", "\(command[0]) ended with \(result.terminationStatus)",
            hint: "its own output says why")
    }
}
