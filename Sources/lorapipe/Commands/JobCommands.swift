import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

struct StatusCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "A job as the trainer shows it now.")
    @Argument(help: ArgumentHelp("The job's id.", valueName: "id"))
    var id: String
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let job = try await trainer.client(of: id, try common.workshop(), console).status(of: id)
        console.emit(job.json, pretty: true)
        for member in job.json.members ?? [] where member.value != .null {
            console.show("\(member.key): \(member.value.string?.printableLine ?? member.value.text())")
        }
        return .done
    }
}

struct WatchCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a job to its end, from whatever machine or shell it was started.",
        discussion:
            "With --pipeline FILE, its notify.command and notify.url are told how the job ended.")
    @Argument(help: ArgumentHelp("The job's id.", valueName: "id"))
    var id: String
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let workshop = try common.workshop()
        let endpoint = try trainer.endpoint(of: id, workshop.store.ledger, console)
        let screen = Screen(console, streamsEvents: true)
        let training = Training(endpoint, workshop, tell: screen.show)
        let outputName = try workshop.store.ledger.submission(ofJob: id, at: endpoint.url)?.outputName
        let notifying = Notifying(
            console: console, workshop: workshop, recipients: try trainer.recipients(),
            run: outputName ?? id, outputName: outputName)
        let follower = Follower(
            console: console, screen: screen, workshop: workshop, endpoint: endpoint, jobID: id)
        return try await notifying(screen) {
            try await follower { [id] in try await training.follow(id) }
        }
    }
}

struct HealthCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask whether the trainer is up.")
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let client = try trainer.client(try common.workshop())
        let answer = try await client.health()
        console.emit(.record(["endpoint": .string(client.endpoint.url), "answer": answer]), pretty: true)
        console.show(
            "\(client.endpoint.url) is up: \(answer.string?.printableLine ?? answer.text().printableLine)")
        return .done
    }
}
