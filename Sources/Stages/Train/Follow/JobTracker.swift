import Curl
public import MusubiAPI

/// Follows one job: a state machine without I/O or clock, fed by what was seen and when.
public struct JobTracker: Sendable {
    /// What one look at the trainer gave.
    public enum Observation: Sendable {
        /// The job as shown.
        case job(TrainingJob)
        /// The trainer answered that it does not know the job.
        case unknown
        /// No usable answer, with the reason, and the pause that the answer asked for.
        case failure(String, retryAfter: Duration? = nil)
    }

    /// What follows from it.
    public enum Decision: Sendable, Equatable {
        /// Look again after this long.
        case lookAgain(after: Duration)
        /// The job ended: completed, failed or cancelled.
        case ended(TrainingJob)
        /// The trainer does not know the job any more: neither a success nor a failure was seen.
        case lost
        /// The trainer was away for too long; the job may well go on.
        case outOfReach(String)
    }

    /// What is worth a word besides.
    public enum Alert: Sendable, Equatable {
        /// The job stands still for longer than the budget.
        case stalled(for: Duration, budget: Duration)
        /// A stalled job goes on, after this long.
        case moving(after: Duration)
        /// The trainer shows less than before.
        case backwards(StepRegression)
        /// The loss is no number: the run has diverged, and goes on all the same. Told once.
        case diverged
    }

    /// The contract's pace.
    public static let interval = Duration.seconds(2)
    /// How often the trainer must deny the job, without showing it in between, before it counts as lost.
    public static let denials = 3
    /// How long to wait after a denial: a trainer that restarts forgets for a moment.
    public static let denialPause = Duration.seconds(20)
    /// How long the trainer may be away while it is watched for: a run over night outlives a router.
    public static let patience = Duration.seconds(6 * 3600)

    /// The job as last seen.
    public private(set) var job: TrainingJob?
    /// The alerts of the last observation.
    public private(set) var alerts: [Alert] = []
    private var denied = 0
    private var backoff = Backoff.trainer
    private var awaySince: Duration?
    private var asked = Duration.zero
    private var time = ObservedTime()
    private var pace = StepRate()
    private var stall = StallDetector()
    private var steps = RegressionDetector()
    private var hasDiverged = false

    /// A tracker that has seen nothing yet.
    public init() {}

    /// For how long a stalled job has stood still; nil for one that is not stalled.
    public var stalledFor: Duration? { stall.isStalled ? stall.still : nil }

    /// The time left, from recent steps; nil before two of them differ, and after a step back.
    public var remaining: Duration? {
        // A total that no run has would overflow the product.
        guard let perStep = pace.perStep, let total = job?.totalSteps, let step = job?.currentStep,
            (0...StepRate.absurd).contains(total), (0...StepRate.absurd).contains(step)
        else { return nil }
        return perStep * max(0, total - step)
    }

    /// Adds an observation at a moment, counted from any fixed start.
    ///
    /// - Parameter jitter: 0 to 1; spreads the pauses after failures.
    public mutating func observe(_ observation: Observation, at moment: Duration, jitter: Double = 1)
        -> Decision
    {
        time.advance(to: moment, asked: asked)
        alerts = []
        if time.hasSlept { pace.skip() }
        let decision = evaluator(observation, jitter)
        if case .lookAgain(let pause) = decision { asked = pause }
        return decision
    }

    private mutating func evaluator(_ observation: Observation, _ jitter: Double) -> Decision {
        switch observation {
        case .job(let job):
            (denied, awaySince) = (0, nil)
            backoff.reset()
            self.job = job
            note(job)
            return job.status.isTerminal ? .ended(job) : .lookAgain(after: Self.interval)
        case .unknown:
            // A denial is an answer: the trainer is not away.
            awaySince = nil
            backoff.reset()
            denied += 1
            return denied >= Self.denials ? .lost : .lookAgain(after: Self.denialPause)
        case .failure(let why, let retryAfter):
            let since = awaySince ?? time.now
            awaySince = since
            if time.now - since >= Self.patience { return .outOfReach(why) }
            return .lookAgain(after: backoff.pause(asked: retryAfter, jitter: jitter))
        }
    }

    private mutating func note(_ job: TrainingJob) {
        if job.hasDiverged && !hasDiverged { alerts.append(.diverged) }
        hasDiverged = hasDiverged || job.hasDiverged
        if job.status == .training, let step = job.currentStep { pace.note(step, at: time.now) }
        if job.status.isTerminal {
            stall = StallDetector()
            return
        }
        alerts += steps.observe(job).map { [.backwards($0)] } ?? []
        alerts += stall.observe(job, pace, at: time.now).map { [$0] } ?? []
    }
}

extension TrainerClient {
    /// One look at a job, as trackers take it.
    ///
    /// - Throws: `TrainError` when the trainer refuses to be asked, and `CancellationError`.
    func observe(_ id: String) async throws -> JobTracker.Observation {
        do {
            return .job(try await status(of: id))
        } catch {
            try Task.checkCancellation()
            if error.kind == .unknownJob { return .unknown }
            if error.isFinal { throw error }
            return .failure(error.message, retryAfter: error.retryAfter)
        }
    }
}

extension TrainError {
    /// Whether asking again can't help: a refusal that is about our asking. 404 with a proxy's page, 408 and 429 pass.
    var isFinal: Bool {
        guard case .refused(let status) = kind else { return false }
        return (400..<500).contains(status) && ![404, 408, 429].contains(status)
    }
}
