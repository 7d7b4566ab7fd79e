public import Store

/// Shows a job's log as it grows, until the job has ended and the log was read once more.
public struct FollowLog: Sendable {
    /// How often the log of a job that ended is asked for again when it can't be read.
    public static let lastTries = 5

    private let client: TrainerClient
    private let ledger: Ledger
    private let time: Timekeeper

    /// A follower of logs of one trainer; what is seen of the job on the way is written to the ledger.
    public init(client: TrainerClient, ledger: Ledger, time: Timekeeper = .real) {
        self.client = client
        self.ledger = ledger
        self.time = time
    }

    /// What is told while following.
    public enum Event: Sendable {
        /// A line that was not there before.
        case line(LogTail.Line)
        /// The trainer could not be asked; it will be again after the pause.
        case trouble(String, pause: Duration)
    }

    /// Looks every two seconds. A job whose log is not there yet has logged nothing.
    ///
    /// - Throws: `TrainError` when the trainer refuses to be asked, is away for `JobTracker.patience`, or does not give the
    ///   log's end, `StoreError`, and `CancellationError`.
    public func callAsFunction(_ id: String, _ tell: (Event) async -> Void) async throws -> Track.Ending {
        var (tracker, tail, backoff) = (JobTracker(), LogTail(), Backoff())
        var record = try JobRecord(of: id, at: client.endpoint.url, in: ledger)
        while true {
            // Asked before the log: a job seen ended has nothing more to add to the log read after.
            let sight = try await client.look(at: id)
            if case .job(let job) = sight { try record.note(job, at: time.date()) }
            let verdict = tracker.see(sight, at: time.now(), jitter: time.jitter())
            var trouble = try await readLog(id, &tail, tell)
            var pause = Duration.zero
            if let error = trouble {
                pause = backoff.pause(asked: error.retryAfter, jitter: time.jitter())
            } else {
                backoff.forget()
            }
            switch verdict {
            case .ended(let job):
                guard let error = trouble else { return .seen(job) }
                if backoff.failures >= Self.lastTries { throw error }
            case .lost:
                try record.noteLoss()
                return .lost
            case .outOfReach(let why): throw TrainError(awayFor: JobTracker.patience, job: id, why)
            case .lookAgain(let duration):
                pause = max(pause, duration)
                if case .failure(let why, _) = sight {
                    trouble = trouble ?? TrainError(.unreachable, why, hint: "")
                }
            }
            if let trouble { await tell(.trouble(trouble.message, pause: pause)) }
            try await time.pause(pause)
        }
    }

    /// Reads the log and tells what is new; gives the failure when it could not be read.
    private func readLog(_ id: String, _ tail: inout LogTail, _ tell: (Event) async -> Void) async throws
        -> TrainError?
    {
        do throws(TrainError) {
            for line in tail.read(try await client.logs(of: id)) { await tell(.line(line)) }
            return nil
        } catch {
            try Task.checkCancellation()
            if error.isFinal { throw error }
            return error.kind == .unknownJob ? nil : error
        }
    }
}
