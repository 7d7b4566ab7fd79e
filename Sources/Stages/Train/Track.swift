import Dataset
public import MusubiAPI
public import Store

/// Follows a job to its end, and writes what was seen to the ledger.
public struct Track: Sendable {
    private let client: TrainerClient
    private let ledger: Ledger
    private let pause: @Sendable (Duration) async throws -> Void

    /// A follower of jobs of one trainer.
    ///
    /// - Parameter pause: waits between two looks; a test need not.
    public init(
        client: TrainerClient, ledger: Ledger,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.client = client
        self.ledger = ledger
        self.pause = pause
    }

    /// What is told while following.
    public enum Event: Sendable {
        /// The job changed; with the time left where it can be told.
        case progress(TrainingJob, remaining: Duration?)
        /// The trainer could not be asked; it will be again after the pause.
        case trouble(String, pause: Duration)
    }

    /// How following ended.
    public enum Ending: Sendable {
        /// Completed, failed or cancelled, as the trainer shows it.
        case seen(TrainingJob)
        /// The trainer does not know the job any more.
        case lost
    }

    /// Looks every two seconds until the job has ended. Cancelling the task stops the looking, not the job.
    ///
    /// - Throws: `TrainError` when the trainer refuses to be asked or is away for a quarter of an hour, `StoreError`,
    ///   and `CancellationError`.
    public func callAsFunction(_ id: String, _ tell: (Event) async -> Void) async throws -> Ending {
        var tracker = JobTracker()
        let clock = ContinuousClock()
        let start = clock.now
        var shown: TrainingJob?
        while true {
            let sight = try await look(id)
            switch tracker.see(sight, at: clock.now - start) {
            case .lookAgain(let duration):
                if case .failure(let why) = sight { await tell(.trouble(why, pause: duration)) }
                if let job = tracker.job, job != shown {
                    shown = job
                    try ledger.record(job)
                    await tell(.progress(job, remaining: tracker.remaining))
                }
                try await pause(duration)
            case .ended(let job):
                await tell(.progress(job, remaining: .zero))
                try ledger.record(job)
                return .seen(job)
            case .lost:
                try recordLoss(of: id)
                return .lost
            case .outOfReach(let why):
                throw TrainError(
                    .unreachable, "the trainer has been away for a quarter of an hour: \(why)",
                    hint: "the job may well go on: pick it up again with lorapipe watch \(id)")
            }
        }
    }

    private func look(_ id: String) async throws -> JobTracker.Sight {
        do {
            return .job(try await client.status(of: id))
        } catch {
            try Task.checkCancellation()
            switch error.kind {
            case .unknownJob: return .unknown
            // 404 with a proxy's page, 408 and 429 pass; the others are about our asking.
            case .refused(let status)
            where (400..<500).contains(status) && ![404, 408, 429].contains(status):
                throw error
            default: return .failure(error.message)
            }
        }
    }

    private func recordLoss(of id: String) throws(StoreError) {
        guard var submission = try ledger.submission(ofJob: id), submission.phase == .acknowledged else {
            return
        }
        submission.phase = .lost
        try ledger.update(submission)
    }
}
