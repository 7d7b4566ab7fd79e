import ArgumentParser
import Foundation
import Pipeline
import Store
import Train

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
        let context = try common.context()
        let runs = Runs(context, environment: ProcessInfo.processInfo.environment)
        let manifest = try await runs.verified(directory)
        let settings = try trainer.settings()
        let endpoint = try await trainer.endpoint(settings, guesses: false, context.store.ledger)
        let options = Submit.Options(
            again: again, resubmit: resubmit, price: try settings?.price,
            onLiveJob: { try await console.answer(onLive: $0) })
        let targets = try settings?.notificationTargets ?? .none
        return try await Follower(console: console, screen: Screen(console, streamsEvents: true))() {
            runs.submit(
                directory, manifest, to: endpoint, options, notifying: targets, detach: detach,
                cancelsJobs: $0)
        }
    }
}
