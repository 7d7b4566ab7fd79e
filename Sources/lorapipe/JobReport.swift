import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

/// Tells how a job ended, and gives the exit code for it.
struct JobReport {
    private let console: Console

    init(_ console: Console) { self.console = console }

    /// The exit code of an ending.
    ///
    /// - Throws: `Failure` for each but a completed job and one that goes on by itself.
    func status(of ending: Training.Ending) throws(Failure) -> ExitStatus {
        switch ending {
        case .detached(let id):
            console.say("The job goes on by itself; follow it with: lorapipe watch \(id.printableLine)")
        case .lost(let id): throw Failure(lost: id)
        case .trainedBefore(let job):
            console.show("job \(job.id.printableLine) completed before; train it once more with --again")
            console.show("output: " + (job.outputPath?.printableLine ?? "none named by the trainer"))
        case .seen(let job) where job.status == .completed:
            let words = job.message.map { ": \($0.printableLine)" } ?? ""
            console.show("job \(job.id.printableLine) completed\(words)")
            console.show("output: \(Self.output(of: job))")
        case .seen(let job):
            let words = job.message.map { ": \($0.printableLine)" } ?? ""
            throw Failure(
                .job, code: "job-\(job.status.word)",
                "job \(job.id.printableLine) \(job.status.word)\(words)",
                hint: "lorapipe logs \(job.id.printableLine) shows the trainer's own words")
        }
        return .done
    }

    /// Where the trainer says that it wrote the LoRA.
    static func output(of job: TrainingJob) -> String {
        job.outputPath?.printableLine ?? "none named by the trainer"
    }
}

extension Failure {
    /// A job that neither the ledger nor the trainer knows.
    init(unknown id: String, at endpoint: String, recent: [String]) {
        let jobs = recent.map(\.printableLine).joined(separator: ", ")
        self.init(
            .settings, code: "unknown-job",
            id.isEmpty
                ? "the job's id is empty"
                : "neither the ledger nor the trainer at \(endpoint) knows a job \(id.printableLine)",
            hint: (jobs.isEmpty ? "" : "the jobs last known: \(jobs); ") + "lorapipe jobs lists them all"
        )
    }

    /// Looks once whether anybody knows a job that is to be followed.
    ///
    /// - Throws: `Failure` when nobody does.
    static func unlessKnown(_ id: String, _ client: TrainerClient, _ ledger: Ledger) async throws {
        if case .unknown(let recent) = try await JobLookup(client: client, ledger: ledger)(id) {
            throw Failure(unknown: id, at: client.endpoint.url, recent: recent)
        }
    }
}

extension Failure {
    /// A job that the trainer does not know any more.
    init(lost id: String) {
        self.init(
            .job, code: "job-lost",
            "job \(id.printableLine) is lost: the trainer does not know it any more, and how it ended was not seen",
            hint:
                "lorapipe jobs lists what the trainer knows; lorapipe watch \(id.printableLine) finds it should it come back"
        )
    }

    /// A job that was asked to stop and was not seen to.
    init(notConfirmed id: String, _ job: TrainingJob?, _ words: String) {
        let shown =
            job.map { "the trainer shows it as \($0.status.word.printableLine)" }
            ?? "it could not be looked at"
        self.init(
            .job, code: "cancel-not-confirmed",
            "job \(id.printableLine) is not confirmed to have stopped: \(shown); asked to cancel, \(words)",
            hint: "it may still run: look again with lorapipe status \(id.printableLine), or cancel again")
    }
}

extension Console {
    /// A trouble that passes, with when the trainer is asked again.
    func sayTrouble(_ message: String, _ pause: Duration) {
        say("\(message); asking again in \(Amount.time(pause))")
    }
}
