import MusubiAPI

/// A trainer that shows less than it had shown: it restarted the run, or one of the two was not true.
public struct StepRegression: Sendable, Equatable {
    /// What went back.
    public enum Unit: String, Sendable { case step, progress }

    /// What went back: the step, or the progress in per cent where no steps are shown.
    public let unit: Unit
    /// What was shown before.
    public let before: Double
    /// What is shown now.
    public let now: Double

    /// A step back from one number to a lower one.
    public init(unit: Unit, before: Double, now: Double) {
        (self.unit, self.before, self.now) = (unit, before, now)
    }
}

/// Notices steps back in training, each once: not again before the run has come further than ever.
struct RegressionDetector: Sendable {
    private var unit = StepRegression.Unit.step
    private var last: Double?
    private var highest = -Double.infinity
    private var hasTold = false

    /// Adds an observation. Before training the numbers count other things.
    mutating func observe(_ job: TrainingJob) -> StepRegression? {
        guard job.status == .training else { return nil }
        let shown =
            job.currentStep.map { (StepRegression.Unit.step, Double($0)) }
            ?? job.progress.map { (.progress, $0) }
        guard let (unit, value) = shown else { return nil }
        if unit != self.unit { self = RegressionDetector(unit: unit) }
        defer { last = value }
        if value > highest { (highest, hasTold) = (value, false) }
        guard let last, value < last, !hasTold else { return nil }
        hasTold = true
        return StepRegression(unit: unit, before: last, now: value)
    }

    init(unit: StepRegression.Unit = .step) { self.unit = unit }
}
