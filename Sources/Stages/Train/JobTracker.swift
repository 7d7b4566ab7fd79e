public import MusubiAPI

/// Follows one job: a state machine without I/O or clock, fed by what was seen and when.
public struct JobTracker: Sendable {
    /// What one look at the trainer gave.
    public enum Sight: Sendable {
        /// The job as shown.
        case job(TrainingJob)
        /// The trainer answered that it does not know the job.
        case unknown
        /// No usable answer, with the reason.
        case failure(String)
    }

    /// What follows from it.
    public enum Verdict: Sendable, Equatable {
        /// Look again after this long.
        case lookAgain(after: Duration)
        /// The job ended: completed, failed or cancelled.
        case ended(TrainingJob)
        /// The trainer does not know the job any more: neither a success nor a failure was seen.
        case lost
        /// The trainer was away for too long; the job may well go on.
        case outOfReach(String)
    }

    /// The contract's pace.
    public static let interval = Duration.seconds(2)
    /// How often the trainer must deny the job, without a sight of it between, before it counts as lost.
    public static let denials = 3
    /// How long to wait after a denial: a trainer that restarts forgets for a moment.
    public static let denialPause = Duration.seconds(20)
    /// The longest pause after failures.
    public static let longestPause = Duration.seconds(30)
    /// How long the trainer may be away.
    public static let patience = Duration.seconds(15 * 60)

    /// The job as last seen.
    public private(set) var job: TrainingJob?
    private var denied = 0
    private var failures = 0
    private var awaySince: Duration?
    private var firstStep: (at: Duration, step: Int)?
    private var lastStep: (at: Duration, step: Int)?

    /// A tracker that has seen nothing yet.
    public init() {}

    /// Takes in a sight at a moment, counted from any fixed start on a clock that only goes forward.
    public mutating func see(_ sight: Sight, at now: Duration) -> Verdict {
        switch sight {
        case .job(let job):
            (denied, failures, awaySince) = (0, 0, nil)
            self.job = job
            note(job, now)
            return job.status.isTerminal ? .ended(job) : .lookAgain(after: Self.interval)
        case .unknown:
            // A denial is an answer: the trainer is not away.
            (failures, awaySince) = (0, nil)
            denied += 1
            return denied >= Self.denials ? .lost : .lookAgain(after: Self.denialPause)
        case .failure(let why):
            failures += 1
            let since = awaySince ?? now
            awaySince = since
            if now - since >= Self.patience { return .outOfReach(why) }
            let pause = Self.interval * (1 << min(failures, 4))
            return .lookAgain(after: min(pause, Self.longestPause))
        }
    }

    /// The time left, from the steps seen in training; nil before two of them differ.
    public var remaining: Duration? {
        // A total that no run has would overflow the product.
        guard let firstStep, let lastStep, lastStep.step > firstStep.step, let total = job?.totalSteps,
            (0...1_000_000_000).contains(total)
        else {
            return nil
        }
        let perStep = (lastStep.at - firstStep.at) / (lastStep.step - firstStep.step)
        return perStep * max(0, total - lastStep.step)
    }

    private mutating func note(_ job: TrainingJob, _ now: Duration) {
        guard job.status == .training, let step = job.currentStep, step >= 0 else { return }
        if firstStep == nil || step < (lastStep?.step ?? 0) { firstStep = (now, step) }
        if lastStep == nil || step != lastStep?.step { lastStep = (now, step) }
    }
}
