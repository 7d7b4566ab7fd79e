import ArgumentParser
import Dataset
import MusubiAPI
import Pack
import Pipeline
import Store
import Workers

struct SubmitCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Hand an export to the trainer, and follow the job to its end.",
        discussion: """
            The trainer must be named, by --endpoint, --pipeline or LORAPIPE_ENDPOINT: it is never guessed. \
            The export is verified against its lock first: a payload that was changed is never sent. With --pipeline FILE, \
            its notify.command and notify.url are told how the job ended.
            """)

    @Argument(help: ArgumentHelp("The export.", valueName: "dir"), transform: namedPath)
    var directory: String
    @Flag(help: "Leave as soon as the trainer has given a job id.")
    var detach = false
    @Flag(help: "Train once more what was trained to the end before.")
    var again = false
    @Flag(
        help: ArgumentHelp(
            "Send although it is not known whether an earlier attempt started a job, or how that ended, or although the trainer has a job of that output name under way."
        ))
    var resubmit = false
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let workshop = try common.workshop()
        let verified = try await workshop.workers.runLong { [directory] in try Verify()(directory) }
        guard verified.mismatches.isEmpty else { throw VerifyCommand.failure(verified.mismatches, directory) }
        guard verified.shape == .payload else {
            throw Failure(
                .settings, code: "export",
                "\(directory) holds an export --as \(verified.shape), which has no payload.json to send",
                hint: "export again with --as payload")
        }
        let endpoint = try trainer.endpoint(guesses: false, workshop.store.ledger)
        let screen = Screen(console, streamsEvents: true)
        if let seed = verified.manifest.head.training["seed"]?.int,
            let warning = TrainingParameters.warning(ofSeed: seed)
        {
            screen.show(.notice("warning: \(warning)"))
        }
        let training = Training(endpoint, workshop, tell: screen.show)
        var wishes = Training.Wishes(
            detach: detach, resubmit: resubmit, again: again, price: try trainer.price())
        wishes.onLiveJob = { try await console.answer(onLive: $0) }
        let outputName = verified.manifest.head.training["output_name"]?.string
        let notifying = Notifying(
            console: console, workshop: workshop, recipients: try trainer.recipients(),
            run: outputName ?? directory, outputName: outputName)
        return try await notifying(screen) {
            try await Follower(console: console, screen: screen, workshop: workshop, endpoint: endpoint)() {
                [wishes] in
                try await training(directory, verified.manifest.head, wishes)
            }
        }
    }
}
