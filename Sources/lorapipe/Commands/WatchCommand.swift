import ArgumentParser
import Dataset
import Pipeline
import Store
import Train

struct WatchCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a job to its end, from whatever machine or shell it was started.",
        discussion: """
            Without an id, the job handed over last is followed. One whose answer was lost is looked for in the \
            trainer's list first; nothing is ever sent. An id that neither the ledger nor the trainer knows is an error at \
            once.

            With --pipeline FILE, its notify.command and notify.url are told how the job ended.
            """)
    @Argument(help: ArgumentHelp("The job's id (that of the last submission).", valueName: "id"))
    var id: String?
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let workshop = try common.workshop()
        let ledger = try workshop.store.ledger
        let screen = Screen(console, streamsEvents: true)
        let endpoint =
            try id.map { try trainer.endpoint(of: $0, ledger, console) } ?? trainer.endpoint(ledger)
        let training = Training(endpoint, workshop, tell: screen.show)
        if let id {
            let client = TrainerClient(endpoint, http: workshop.http(for: endpoint))
            try await Failure.unlessKnown(id, client, ledger)
        }
        let id = try await chosen(at: endpoint.url, training, ledger, console)
        let outputName = try ledger.submission(ofJob: id, at: endpoint.url)?.outputName
        let notifying = Notifying(
            console: console, workshop: workshop, recipients: try trainer.recipients(),
            run: outputName ?? id, outputName: outputName)
        let follower = Follower(
            console: console, screen: screen, workshop: workshop, endpoint: endpoint, jobID: id)
        return try await notifying(screen) {
            try await follower { try await training.follow(id) }
        }
    }

    /// The job meant: a lost answer is settled first, so that the job is known to be a submission's.
    private func chosen(
        at endpoint: String, _ training: Training, _ ledger: Ledger, _ console: Console
    ) async throws -> String {
        let isOpen = try ledger.submissions(to: endpoint).contains { $0.phase == .sent }
        if isOpen {
            do {
                try await training.settle()
            } catch let error as TrainError where id != nil {
                // The job named is followed all the same, with all the patience that following has.
                console.say("note: \(error.message)")
            }
        }
        if let id { return id }
        let last = try ledger.submissions(to: endpoint).first { $0.phase != .refused }
        if let jobID = last?.jobID { return jobID }
        guard let last else {
            throw Failure(
                .settings, code: "no-job", "nothing was handed over to \(endpoint) from here",
                hint: "name a job's id; lorapipe jobs lists those of the trainer")
        }
        throw Failure(
            .outside, code: "submission-unresolved",
            "the trainer at \(endpoint) lists no job of \(last.outputName.printableLine), whose hand-over was not finished",
            hint:
                "run the train or submit command again: it finds out what came of it before it sends anything"
        )
    }
}
