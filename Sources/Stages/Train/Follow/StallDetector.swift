import MusubiAPI

/// Says when a job stands still for longer than it should. Nothing is done about it: only people stop a job.
///
/// The rule is PortOS's: six times the slowest recent step, between 90 seconds and a quarter of an hour, after a
/// warm-up. Stages without steps have the quarter of an hour.
struct StallDetector: Sendable {
    /// How many slowest steps a job may stand still.
    static let factor = 6
    /// The least budget: saving a checkpoint or sampling a picture between two steps is no stall.
    static let shortest = Duration.seconds(90)
    /// The most, and the budget where no step gives a better one.
    static let longest = Duration.seconds(15 * 60)
    /// How many sights with new steps are the warm-up: the first steps compile and allocate, and are many times slower.
    static let warmUp = 3
    /// The most that the time between two sights counts: what happened while the trainer was away was not seen.
    static let unseen = Duration.seconds(60)

    /// For how long the job has been seen to stand still.
    private(set) var still = Duration.zero
    /// How long it may.
    private(set) var budget = longest
    /// Whether it counts as stalled.
    private(set) var isStalled = false
    private var mark: TrainingJob?
    private var last = Duration.zero

    /// Adds an observation at a moment of watched time; returns what is to be reported.
    mutating func observe(_ job: TrainingJob, _ pace: StepRate, at now: Duration) -> JobTracker.Alert? {
        let mark = Self.shouldMove(job) ? Self.mark(of: job) : nil
        let hasMoved = mark == nil || mark != self.mark
        let before = still
        still = hasMoved ? .zero : still + min(now - last, Self.unseen)
        (self.mark, last, budget) = (mark, now, Self.budget(job, pace))
        defer { isStalled = !hasMoved && (isStalled || still >= budget) }
        if hasMoved { return isStalled ? .moving(after: before) : nil }
        return !isStalled && still >= budget ? .stalled(for: still, budget: budget) : nil
    }

    /// A job that waits for its turn stands still by right; so may one whose status nobody here knows.
    private static func shouldMove(_ job: TrainingJob) -> Bool {
        [.preparing, .cachingLatents, .cachingText, .training].contains(job.status)
    }

    /// What must change: the steps where there are some, since a clock in the message would run on in a run that hangs;
    /// elsewhere anything.
    private static func mark(of job: TrainingJob) -> TrainingJob {
        guard job.status == .training, let step = job.currentStep else { return job }
        return TrainingJob(
            id: job.id, status: job.status, progress: job.progress, currentEpoch: job.currentEpoch,
            currentStep: step)
    }

    private static func budget(_ job: TrainingJob, _ pace: StepRate) -> Duration {
        guard job.status == .training, pace.timed >= warmUp, let slowest = pace.slowest else {
            return longest
        }
        return min(max(slowest * factor, shortest), longest)
    }
}
