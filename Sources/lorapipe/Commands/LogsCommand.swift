import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Train

struct LogsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "The trainer's log of a job.")
    @Argument(help: ArgumentHelp("The job's id.", valueName: "id"))
    var id: String
    @Flag(help: "Go on with what is new until the job has ended.")
    var follow = false
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let client = try trainer.client(for: id, try common.workshop())
        var shown = 0
        while true {
            // Asked before the log: a job seen ended has nothing more to add to the log read after.
            let hasEnded = follow ? try await client.status(of: id).status.isTerminal : true
            let lines = try await client.logs(of: id)
            if lines.count < shown { shown = 0 }
            for line in lines[shown...] {
                console.show(line)
                if follow {
                    console.emit(
                        .record(["event": "log", "at": .string(Event.now()), "line": .string(line)]))
                }
            }
            shown = lines.count
            if hasEnded {
                if !follow {
                    console.emit(
                        .record(["job_id": .string(id), "logs": .array(lines.map { .string($0) })]),
                        pretty: true)
                }
                return .done
            }
            try await Task.sleep(for: JobTracker.interval)
        }
    }
}
