import Dataset
public import MusubiAPI
public import Store

/// Stops a job, and waits until the trainer shows that it stopped.
public struct Cancel: Sendable {
    private let client: TrainerClient
    private let ledger: Ledger

    /// A canceller of jobs of one trainer; how they end is written to the ledger.
    public init(client: TrainerClient, ledger: Ledger) {
        self.client = client
        self.ledger = ledger
    }

    /// What came of it.
    public enum Outcome: Sendable {
        /// The job is cancelled now.
        case cancelled(TrainingJob)
        /// The job had ended before.
        case alreadyEnded(TrainingJob)
        /// The trainer took the wish and has not shown yet that the job stopped.
        case notConfirmed(TrainingJob)
    }

    /// Cancels, and looks every second until the job has ended, for at most `patience`.
    ///
    /// - Throws: `TrainError`; of kind `unknownJob` when the trainer does not know it.
    public func callAsFunction(_ id: String, patience: Duration = .seconds(60)) async throws
        -> Outcome
    {
        let before = try await client.status(of: id)
        if before.status.isTerminal { return .alreadyEnded(try seen(before)) }
        _ = try await client.cancel(id)
        let deadline = ContinuousClock.now + patience
        while true {
            let job = try await client.status(of: id)
            if job.status == .cancelled { return .cancelled(try seen(job)) }
            if job.status.isTerminal { return .alreadyEnded(try seen(job)) }
            if ContinuousClock.now >= deadline { return .notConfirmed(job) }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func seen(_ job: TrainingJob) throws(StoreError) -> TrainingJob {
        try ledger.record(job)
        return job
    }
}
