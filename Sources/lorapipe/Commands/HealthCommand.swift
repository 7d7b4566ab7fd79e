import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

struct HealthCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask whether the trainer is up.")
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let client = try await trainer.client(try common.context())
        let answer = try await client.health()
        console.emit(.record(["endpoint": .string(client.endpoint.url), "answer": answer]), pretty: true)
        console.show(
            "\(client.endpoint.url) is up: \(answer.string?.printableLine ?? answer.text().printableLine)")
        return .done
    }
}
