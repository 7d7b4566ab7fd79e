import ArgumentParser
import Dataset
import Foundation
import Pipeline
import Trainer

struct TrainerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trainer", abstract: "Our own Musubi Tuner API.", subcommands: [Serve.self])

    struct Serve: Command {
        static let configuration = CommandConfiguration(
            abstract: "Serve the API until interrupted.",
            discussion: """
                With --rehearsal, the only kind there is yet: it checks a payload as a trainer would and walks through \
                the statuses. It trains nothing, writes no weights, and says so in every message and log line.

                With LORAPIPE_TOKEN set, every call but health needs it as a bearer token. An address that other \
                machines reach, such as 0.0.0.0, is not listened on without one.
                """)

        @Flag(help: "Rehearse: check and walk through the statuses, train nothing.")
        var rehearsal = false
        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"
        @Option(help: "The port; 0 takes a free one.")
        var port = 8700
        @Option(help: "Rehearsed steps a second.")
        var stepsPerSecond = 20.0
        @Option(help: ArgumentHelp("The largest payload taken, in MiB.", valueName: "MiB"))
        var maxBody: Int64 = 4096
        @OptionGroup var common: CommonOptions

        func validate() throws {
            try validatePace(stepsPerSecond)
            guard (0...65535).contains(port) else {
                throw ValidationError("--port is \(port): it takes 0 to 65535, and 0 takes a free port")
            }
            // One TiB; the number of bytes must not overflow.
            guard (1...1 << 20).contains(maxBody) else {
                throw ValidationError("--max-body is \(maxBody): it takes a number of MiB from 1 to 1048576")
            }
            guard !host.isEmpty else {
                throw ValidationError("--host is empty: it takes an address or a name")
            }
            guard rehearsal else {
                throw ValidationError(
                    "this version only rehearses: add --rehearsal, and nothing will be trained")
            }
        }

        func execute(_ console: Console) async throws -> ExitStatus {
            let service = TrainerServer(
                configuration: .init(
                    host: host, port: port, stepsPerSecond: stepsPerSecond,
                    token: ProcessInfo.processInfo.environment["LORAPIPE_TOKEN"], maxBodyBytes: maxBody << 20)
            )
            try await service.run { url in
                console.emit(.record(["event": "ready", "endpoint": .string(url), "rehearsal": true]))
                console.say("The rehearsal trainer listens on \(url); it trains nothing. Ctrl-C stops it.")
            }
            return .done
        }
    }
}

/// Refuses a pace at which a rehearsal would never move, or that is no number.
func validatePace(_ stepsPerSecond: Double) throws {
    guard stepsPerSecond >= 0.001, stepsPerSecond <= 1_000_000 else {
        throw ValidationError("--steps-per-second takes a number from 0.001 to 1000000")
    }
}
