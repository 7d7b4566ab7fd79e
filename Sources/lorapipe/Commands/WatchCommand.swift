import ArgumentParser
import Foundation
import Pipeline
import Store

struct WatchCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a job to its end, from whatever machine or shell it was started.",
        discussion: """
            Without an id, the job submitted last is followed. One whose answer was lost is looked for in the \
            trainer's list first; nothing is ever sent. An id that neither the ledger nor the trainer knows is an error at \
            once.

            With --pipeline FILE, its notify.command and notify.url are told how the job ended.
            """)
    @Argument(help: ArgumentHelp("The job's id (that of the last submission).", valueName: "id"))
    var id: String?
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let context = try common.context()
        let ledger = try await context.store.ledger
        let settings = try trainer.settings()
        let endpoint =
            if let id {
                try await trainer.endpoint(of: id, settings, ledger, console)
            } else {
                try await trainer.endpoint(settings, ledger)
            }
        let targets = try settings?.notificationTargets ?? .none
        return try await Follower(console: console, screen: Screen(console, streamsEvents: true))() {
            Runs(context, environment: ProcessInfo.processInfo.environment).follow(
                id, at: endpoint, notifying: targets, cancelsJobs: $0)
        }
    }
}
