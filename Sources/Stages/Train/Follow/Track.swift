import Dataset
public import MusubiAPI
public import Store

/// Follows a job to its end, and writes what was seen to the ledger.
public struct Track: Sendable {
    private let client: TrainerClient
    private let ledger: Ledger
    private let time: Timekeeper

    /// A follower of jobs of one trainer.
    public init(client: TrainerClient, ledger: Ledger, time: Timekeeper = .real) {
        self.client = client
        self.ledger = ledger
        self.time = time
    }

    /// The events while following.
    public enum Event: Sendable {
        /// The job changed; with the time left where it is known.
        case progress(TrainingJob, remaining: Duration?)
        /// Something worth a word of its own.
        case alert(JobTracker.Alert, TrainingJob)
        /// A stalled job was seen once more, having stood still for so long.
        case stalled(TrainingJob, for: Duration)
        /// The trainer could not be asked; it will be again after the pause.
        case retrying(String, pause: Duration)
    }

    /// Looks every two seconds until the job has ended. Cancelling the task stops the looking, not the job.
    ///
    /// - Returns: the job as it ended: completed, failed or cancelled; nil when the trainer does not know it any more.
    /// - Throws: `TrainError` when the trainer refuses to be asked or is away for `JobTracker.patience`, `StoreError`,
    ///   and `CancellationError`.
    public func callAsFunction(_ id: String, _ emit: (Event) async -> Void) async throws -> TrainingJob? {
        var tracker = JobTracker()
        var record = try await JobRecord(of: id, at: client.endpoint.url, in: ledger)
        var shown: TrainingJob?
        while true {
            let observation = try await client.observe(id)
            let decision = tracker.observe(observation, at: time.now(), jitter: time.jitter())
            if case .job(let job) = observation {
                try await record.note(job, at: time.date())
                if job != shown {
                    let remaining = job.status.isTerminal ? .zero : tracker.remaining
                    await emit(.progress(job, remaining: remaining))
                }
                shown = job
                for notice in tracker.alerts { await emit(.alert(notice, job)) }
                if let still = tracker.stalledFor { await emit(.stalled(job, for: still)) }
            }
            switch decision {
            case .lookAgain(let duration):
                if case .failure(let why, _) = observation { await emit(.retrying(why, pause: duration)) }
                try await time.pause(duration)
            case .ended(let job): return job
            case .lost:
                try await record.noteLoss()
                return nil
            case .outOfReach(let why): throw TrainError(awayFor: JobTracker.patience, job: id, why)
            }
        }
    }
}

extension TrainError {
    /// The trainer was away for longer than anybody waits.
    init(awayFor patience: Duration, job id: String, _ why: String) {
        self.init(
            .unreachable, "the trainer has been away for \(patience.components.seconds / 3600) hours: \(why)",
            hint: "the job may well go on: pick it up again with lorapipe watch \(id.printableLine)")
    }
}
