import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

struct CancelCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Stop a job, and wait until the trainer shows that it stopped.",
        discussion: """
            Waits for a minute at most, and asks again when an answer gets lost. The outcome is cancelled, already-ended, \
            accepted (only with --no-wait), or not-confirmed. Exit codes: 0 for the first three · 3 the trainer does not know \
            the job, or can't be reached · 4 not confirmed in time: the job may still run.
            """)
    @Argument(help: ArgumentHelp("The job's id.", valueName: "id"))
    var id: String
    @Flag(help: "Leave as soon as the trainer has taken the wish.")
    var noWait = false
    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let context = try common.context()
        let endpoint = try await trainer.endpoint(
            of: id, trainer.settings(), guesses: false, context.store.ledger, console)
        let run = Runs(context, environment: [:]).cancel(id, at: endpoint, waits: !noWait)
        let outcome: Cancel.Outcome
        do {
            outcome = try await Screen(console, streamsEvents: false).follow(run)
        } catch is CancellationError {
            throw Failure(
                .interrupted, code: "interrupted",
                "stopped waiting for job \(id.printableLine) to be cancelled",
                hint: "it may still run: look with lorapipe status \(id.printableLine)")
        }
        return report(outcome, console)
    }

    private func report(_ outcome: Cancel.Outcome, _ console: Console) -> ExitStatus {
        let name = "job \(id.printableLine)"
        switch outcome {
        case .cancelled(let job):
            emit("cancelled", job, nil, console)
            console.show("\(name) is cancelled")
        case .alreadyEnded(let job):
            emit("already-ended", job, nil, console)
            console.show("\(name) had ended before: \(job.status.word)")
            if job.status == .completed { console.show("output: \(Follower.output(job.outputPath))") }
        case .accepted(let job):
            emit("accepted", job, nil, console)
            console.show(
                "the trainer took the wish to cancel \(name); whether it stops, tells: lorapipe status \(id.printableLine)"
            )
        case .notConfirmed(let job, let words):
            let failure = Failure(notConfirmed: id, job, words)
            // One document: the outcome, and the error beside it.
            emit("not-confirmed", job, failure, console)
            console.say("hint: \(failure.hint)")
            console.say("error: \(failure.message)")
            return failure.status
        }
        return .done
    }

    private func emit(_ outcome: String, _ job: TrainingJob?, _ failure: Failure?, _ console: Console) {
        console.emit(
            .record([
                "outcome": .string(outcome), "job_id": .string(id), "job": job?.json ?? .null,
                "error": failure?.json["error"],
            ]),
            pretty: true)
    }
}
