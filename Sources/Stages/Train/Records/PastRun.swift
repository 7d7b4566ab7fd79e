public import Dataset
import MusubiAPI
public import Store

/// How fast an earlier run was.
public struct PastRun: Sendable, Equatable {
    /// Seconds for a step, of those that the run's settings give.
    let perStep: Double
    /// Steps that the trainer counted for each of those: a batch size of 2 makes it a half.
    let stepRatio: Double
    /// Seconds before training for each picture, a queue aside; nil where not all of them were seen.
    let perPicture: Double?
    /// The pixels of a picture.
    let area: Double
    /// Whether nothing was trained: such runs foretell no others.
    let isRehearsal: Bool

    /// Measures a run; nil for one that did not complete, or whose steps were not seen.
    public init?(_ submission: Submission, _ observations: [JobObservation]) {
        guard let job = submission.job.flatMap(TrainingJob.init(json:)), job.status == .completed,
            submission.phase == .ended, let plan = RunPlan(images: submission.images, submission.training)
        else { return nil }
        let times = StageTimes(observations)
        guard let speed = times.stepsPerSecond else { return nil }
        let counted = job.totalSteps ?? observations.last { $0.totalSteps != nil }?.totalSteps ?? plan.steps
        guard counted > 0 else { return nil }
        stepRatio = Double(counted) / Double(plan.steps)
        perStep = stepRatio / speed
        let before = times.work - times.training
        perPicture = times.sawPreparing ? before / Double(plan.images) : nil
        area = plan.area
        isRehearsal = job.isRehearsal
    }
}

/// What decides how long a run takes.
public struct RunPlan: Sendable, Equatable {
    /// Pictures.
    public let images: Int
    /// Steps at batch size 1: pictures × epochs, or the most that the settings allow.
    public let steps: Int
    /// The pixels of a picture.
    let area: Double

    /// Reads a payload's settings; what is left out is the service's own default. Nil where nothing would be trained, or
    /// more than can be.
    public init?(images: Int, _ training: JSONValue) {
        let epochs = training["max_train_epochs"]?.int ?? 16
        let (full, isTooMany) = Int64(images).multipliedReportingOverflow(by: epochs)
        let steps = min(full, training["max_train_steps"]?.int ?? full)
        guard images > 0, !isTooMany, steps > 0 else { return nil }
        self.images = images
        self.steps = Int(steps)
        let sides = (training["resolution"]?.array ?? []).compactMap(\.double).filter { $0 > 0 }
        area = sides.count == 2 ? sides[0] * sides[1] : 1024 * 1024
    }
}
