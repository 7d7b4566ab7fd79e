import MusubiAPI

/// A job and the times that shaped it. Times are counted from the start of the service.
struct SimulatedJob: Sendable {
    let id: String
    let datasetID: String
    let createdAt: String
    let plan: SimulationPlan
    let submitted: Duration
    /// When the trainer became free for it.
    var started: Duration?
    /// When it completed or was cancelled.
    var ended: Duration?
    var isCancelled = false

    /// The tick reached at a time.
    func tick(at now: Duration, stepsPerSecond: Double) -> Int {
        guard let started else { return 0 }
        let passed = min(now, ended ?? now) - started
        let ticks = (passed / .seconds(1)) * stepsPerSecond
        // A completed job's tick must not be one short by rounding.
        if ended != nil && !isCancelled { return plan.ticks }
        return max(0, Int(min(ticks, Double(plan.ticks))))
    }

    /// The job object at a tick.
    func shown(at tick: Int) -> TrainingJob {
        var moment = plan.moment(at: tick)
        if isCancelled {
            moment.status = .cancelled
            moment.message = "\(SimulationPlan.mark) cancelled"
        }
        let isTraining = moment.step > 0
        return TrainingJob(
            id: id, status: moment.status, progress: moment.progress,
            currentEpoch: isTraining ? moment.epoch : nil, currentStep: isTraining ? moment.step : nil,
            totalSteps: plan.totalSteps, loss: moment.loss, message: moment.message, outputPath: nil,
            datasetID: datasetID, outputName: plan.parameters.outputName, createdAt: createdAt,
            parametersUsed: plan.parameters)
    }

    /// The log at a tick.
    func lines(at tick: Int) -> [String] {
        plan.lines(through: tick) + (isCancelled ? ["\(SimulationPlan.mark) cancelled"] : [])
    }
}
