import Curl
import Dataset
public import MusubiAPI
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

    /// The events while following.
    public enum Event: Sendable {
        /// A line that was not there before.
        case line(LogTail.Line)
        /// The trainer could not be asked; it will be again after the pause.
        case retrying(String, pause: Duration)
    }

    /// Looks every two seconds, less often while nothing is new or where the log is long and only to be had whole. A
    /// job whose log is not there yet has logged nothing.
    ///
    /// - Returns: the job as it ended; nil when the trainer does not know it any more.
    /// - Throws: `TrainError` when the trainer refuses to be asked, is away for `JobTracker.patience`, or does not give
    ///   the log's end, `StoreError`, and `CancellationError`.
    public func callAsFunction(_ id: String, _ emit: (Event) async -> Void) async throws -> TrainingJob? {
        var (tracker, tail, backoff) = (JobTracker(), LogTail(), Backoff.trainer)
        var (log, pace) = (LogReader(of: id, client), LogPolling())
        var record = try await JobRecord(of: id, at: client.endpoint.url, in: ledger)
        while true {
            // Asked before the log: a job seen ended has nothing more to add to the log read after.
            let observation = try await client.observe(id)
            if case .job(let job) = observation { try await record.note(job, at: time.date()) }
            let verdict = tracker.observe(observation, at: time.now(), jitter: time.jitter())
            var (isNew, trouble) = try await readLog(&log, &tail, emit)
            var pause = Duration.zero
            if let error = trouble {
                pause = backoff.pause(asked: error.retryAfter, jitter: time.jitter())
            } else {
                backoff.reset()
            }
            switch verdict {
            case .ended(let job):
                guard let error = trouble else { return job }
                if backoff.failures >= Self.lastTries { throw error }
            case .lost:
                try await record.noteLoss()
                return nil
            case .outOfReach(let why): throw TrainError(awayFor: JobTracker.patience, job: id, why)
            case .lookAgain(let duration):
                pause = max(pause, duration, pace.pause(isNew: isNew, cost: log.cost))
                if case .failure(let why, _) = observation {
                    trouble = trouble ?? TrainError(.unreachable, why, hint: "")
                }
            }
            if let trouble { await emit(.retrying(trouble.message, pause: pause)) }
            try await time.pause(pause)
        }
    }

    /// Reads the log and emits what is new; returns whether anything is, and the failure when it could not be read.
    private func readLog(
        _ log: inout LogReader, _ tail: inout LogTail, _ emit: (Event) async -> Void
    ) async throws -> (isNew: Bool, trouble: TrainError?) {
        let lines: [LogTail.Line]
        do throws(TrainError) {
            switch try await log.read() {
            case .same: lines = []
            case .whole(let all): lines = tail.read(all)
            case .rest(let rest, let count): lines = tail.append(rest, replacing: count)
            }
        } catch {
            try Task.checkCancellation()
            if error.isFinal { throw error }
            return (false, error.kind == .unknownJob ? nil : error)
        }
        // Only what is new is made fit to be shown: a log of hours is not gone through again.
        for line in lines {
            await emit(
                .line(LogTail.Line(line.text.withoutTerminalSequences, replacesLast: line.replacesLast)))
        }
        return (!lines.isEmpty, nil)
    }
}
