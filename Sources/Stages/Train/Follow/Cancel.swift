public import MusubiAPI
public import Store

/// Stops a job, and waits until the trainer shows that it stopped.
public struct Cancel: Sendable {
    /// How long the end is waited for by default.
    public static let patience = Duration.seconds(60)

    private let client: TrainerClient
    private let ledger: Ledger
    private let time: Timekeeper

    /// A canceller of jobs of one trainer; what is seen of them is written to the ledger.
    public init(client: TrainerClient, ledger: Ledger, time: Timekeeper = .real) {
        self.client = client
        self.ledger = ledger
        self.time = time
    }

    /// The result.
    public enum Outcome: Sendable {
        /// The job was asked to stop, and is cancelled now.
        case cancelled(TrainingJob)
        /// The job had ended before it could be stopped.
        case alreadyEnded(TrainingJob)
        /// The trainer accepted the request; nobody waited for more. With the job as last seen.
        case accepted(TrainingJob?)
        /// The trainer has not shown in time that the job stopped, with what it said instead.
        case notConfirmed(TrainingJob?, String)
    }

    /// Asks the trainer to stop the job, and looks until the job has ended, for at most `patience`. An answer that got
    /// lost or that is no answer is followed by a look and then by asking again: to cancel twice is harmless.
    ///
    /// - Parameters:
    ///   - waits: whether to wait for the end; without, to be heard is enough.
    ///   - emit: troubles on the way, with the pause after each.
    /// - Throws: `TrainError`; of kind `unknownJob` when the trainer does not know the job, of kind `unreachable` when
    ///   it never answered; `StoreError` and `CancellationError`.
    public func callAsFunction(
        _ id: String, waits: Bool = true, patience: Duration = Cancel.patience,
        _ emit: (String, Duration) async -> Void = { _, _ in }
    ) async throws -> Outcome {
        let deadline = time.now() + patience
        var record = try await JobRecord(of: id, at: client.endpoint.url, in: ledger)
        var (tracker, attempt) = (JobTracker(), CancelAttempt(id: id, trainer: client.endpoint.url))
        var verdict = try await observe(id, &tracker, &record, &attempt)
        if case .ended(let job) = verdict { return .alreadyEnded(job) }
        if attempt.isUnknown { throw attempt.unknownJob }
        while true {
            if !attempt.isTaken { attempt.note(try await ask(id)) }
            if attempt.isTaken && !waits { return .accepted(tracker.job) }
            verdict = try await observe(id, &tracker, &record, &attempt)
            let pause: Duration
            switch verdict {
            case .ended(let job): return job.status == .cancelled ? .cancelled(job) : .alreadyEnded(job)
            case .lost, .outOfReach: throw attempt.unknownJob
            case .lookAgain(let after): pause = max(after, attempt.pause(jitter: time.jitter()))
            }
            if let refusal = attempt.refusal(tracker.job) { throw refusal }
            if time.now() >= deadline || (attempt.isDeclined && !waits) {
                guard attempt.wasHeard || tracker.job != nil else { throw attempt.unreachable }
                return .notConfirmed(tracker.job, attempt.words)
            }
            if let trouble = attempt.failure { await emit(trouble, pause) }
            try await time.pause(pause)
        }
    }

    private func observe(
        _ id: String, _ tracker: inout JobTracker, _ record: inout JobRecord, _ attempt: inout CancelAttempt
    ) async throws -> JobTracker.Decision {
        let observation = try await client.observe(id)
        if case .job(let job) = observation { try await record.note(job, at: time.date()) }
        attempt.note(observation)
        let verdict = tracker.observe(observation, at: time.now(), jitter: time.jitter())
        if verdict == .lost { try await record.noteLoss() }
        return verdict
    }

    private func ask(_ id: String) async throws -> CancelAttempt.Answer {
        do {
            return .words(try await client.cancel(id))
        } catch {
            try Task.checkCancellation()
            return .error(error)
        }
    }
}
