import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

struct LogsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "The trainer's log of a job.",
        discussion: """
            With --follow, only what is new is shown, until the job has ended; with --json as one event a line. A line that the \
            trainer goes on writing is shown again when it has grown ("replaces_last").
            """)
    @Argument(help: ArgumentHelp("The job's id.", valueName: "id"))
    var id: String
    @Flag(help: "Go on with what is new until the job has ended.")
    var follow = false
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let context = try common.context()
        let client = try await trainer.client(of: id, context, console)
        if follow || id.isEmpty { try await Failure.unlessKnown(id, client, context.store.ledger) }
        if follow { return try await follow(client, context, console) }
        let lines = try await client.logs(of: id)
        console.emit(
            .record(["job_id": .string(id), "logs": .array(lines.map { .string($0) })]), pretty: true)
        for line in lines { console.show(line) }
        return .done
    }

    private func follow(_ client: TrainerClient, _ context: RunContext, _ console: Console) async throws
        -> ExitStatus
    {
        let job = try await FollowLog(client: client, ledger: context.store.ledger)(id) { event in
            switch event {
            case .line(let line):
                console.show(line.text)
                console.emit(Self.json(line))
            case .retrying(let message, let pause):
                console.sayFailure(message, pause)
                console.emit(Event.job(.retrying(message, pause: pause)).json(at: RunEvent.timestamp()))
            }
        }
        console.emit(Event.finished(jobID: id, job).json(at: RunEvent.timestamp()))
        guard let job else { throw Failure(lost: id) }
        console.say("job \(job.id.printableLine) \(job.status.word)")
        return .done
    }

    private static func json(_ line: LogTail.Line) -> JSONValue {
        .record([
            "event": "log", "at": .string(RunEvent.timestamp()), "line": .string(line.text),
            "replaces_last": line.replacesLast ? true : nil,
        ])
    }
}
