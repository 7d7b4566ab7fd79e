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
        let job = try await trainer.client(of: id, try common.context(), console).status(of: id)
        console.emit(job.json, pretty: true)
        for member in job.json.members ?? [] where member.value != .null {
            console.show("\(member.key): \(member.value.string?.printableLine ?? member.value.text())")
        }
        return .done
    }
}
