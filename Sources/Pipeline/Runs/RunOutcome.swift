import Dataset
import MusubiAPI

/// How a run with a job ended: the same for the person who waits, for programs, and for notifications.
public struct RunOutcome: Sendable, Equatable {
    /// The word for it in events and notifications.
    public enum Status: String, Sendable {
        /// As the trainer shows the job.
        case completed, failed, cancelled
        /// The trainer does not know the job any more; how it ended was not seen.
        case lost
        /// The trainer has the job; nobody follows it.
        case handedOver = "handed-over"
        /// The same payload was trained to the end before; nothing was sent.
        case trainedBefore = "trained-before"
        /// Findings, or the payload's size, kept the dataset from being trained.
        case blocked
        /// The run was stopped.
        case interrupted
        /// The batch was stopped before the run began.
        case notStarted = "not-started"
        /// It is not known whether the trainer started a job.
        case unresolved
        /// The trainer could not be reached, refused, or gave an unexpected answer.
        case unreachable, refused, odd
        /// Any other error.
        case error
    }

    /// The run's name.
    public let run: String
    /// The word.
    public let status: Status
    /// The job's id, where there is one.
    public var jobID: String?
    /// The LoRA's name.
    public var outputName: String?
    /// Where the trainer wrote the LoRA, as a path of its own machine.
    public var outputPath: String?
    /// The trainer's own words, or what went wrong.
    public var message: String?
    /// What to do next; empty where nothing is.
    public var hint = ""
    /// The exit code of a command that does this run alone.
    public let exit: ExitStatus

    private init(
        _ run: String, _ outputName: String?, _ status: Status, _ exit: ExitStatus, jobID: String? = nil
    ) {
        (self.run, self.outputName, self.status, self.exit, self.jobID) = (
            run, outputName, status, exit, jobID
        )
    }

    /// Of a job that ended, as the trainer shows it.
    init(_ run: String, _ outputName: String?, ended job: TrainingJob) {
        let isDone = job.status == .completed
        // No job ends in another state than these three.
        let status = Status(rawValue: job.status.word) ?? .failed
        self.init(run, outputName, status, isDone ? .done : .job, jobID: job.id)
        (outputPath, message) = (job.outputPath, job.message)
        if !isDone { hint = "lorapipe logs \(job.id.printableLine) shows the trainer's own words" }
    }

    /// Of a job that the trainer does not know any more.
    init(_ run: String, _ outputName: String?, lost id: String) {
        self.init(run, outputName, .lost, .job, jobID: id)
        message = "the trainer does not know the job any more"
        hint = "lorapipe jobs lists what the trainer knows"
    }

    /// Of a job that nobody follows.
    init(_ run: String, _ outputName: String?, handedOver id: String) {
        self.init(run, outputName, .handedOver, .done, jobID: id)
        hint = "follow it with: lorapipe watch \(id.printableLine)"
    }

    /// Of a payload that was trained to the end before, with the job as it was seen then.
    init(_ run: String, _ outputName: String?, trainedBefore job: TrainingJob) {
        self.init(run, outputName, .trainedBefore, .done, jobID: job.id)
        outputPath = job.outputPath
        hint = "train it once more with --again"
    }

    /// Of a run that an error ended.
    init(_ run: String, _ outputName: String?, _ failure: Failure, jobID: String?) {
        let status: Status =
            switch failure.code {
            case "blocked", "payload-too-large": .blocked
            case "interrupted": .interrupted
            case "submission-unresolved": .unresolved
            case "job-failed": .failed
            case "job-cancelled": .cancelled
            case "job-lost": .lost
            case "trainer-unreachable": .unreachable
            case "trainer-refused": .refused
            case "trainer-odd": .odd
            default: .error
            }
        self.init(run, outputName, status, failure.status, jobID: jobID)
        // The status says it already.
        message = exit == .interrupted ? nil : failure.message
        hint = failure.hint
    }

    /// Of a run that did not begin before its batch was stopped.
    static func notStarted(_ run: String, _ outputName: String?) -> RunOutcome {
        RunOutcome(run, outputName, .notStarted, .interrupted)
    }

    /// Reads `members`; nil where one is missing.
    init?(json: JSONValue, run: String?, hint: String?) {
        guard let run, let hint, let status = json["status"]?.string.flatMap(Status.init(rawValue:)),
            let exit = json["exit"]?.int.flatMap({ Int32(exactly: $0) }).flatMap(ExitStatus.init(rawValue:))
        else { return nil }
        self.init(run, json["output_name"]?.string, status, exit, jobID: json["job_id"]?.string)
        (outputPath, message) = (json["output_path"]?.string, json["message"]?.string)
        self.hint = hint
    }

    /// Why a job that was followed is no success; nil for one that completed, goes on, or was trained before.
    public var failure: Failure? {
        let id = jobID ?? ""
        switch status {
        case .lost: return Failure(lost: id)
        case .failed, .cancelled:
            let words = message.map { ": \($0.printableLine)" } ?? ""
            return Failure(
                .job, code: "job-\(status.rawValue)", "job \(id.printableLine) \(status.rawValue)\(words)",
                hint: hint)
        default: return nil
        }
    }

    /// In one line, without the run's name.
    public var text: String {
        let words = (exit == .done && outputPath != nil ? outputPath : message) ?? ""
        return
            (status.rawValue + (jobID.map { " (job \($0))" } ?? "") + (words.isEmpty ? "" : ": \(words)"))
            .printableLine
    }

    /// Its members in an event.
    var members: [JSONValue.Member] {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            .init("status", .string(status.rawValue)), .init("job_id", text(jobID)),
            .init("output_name", text(outputName)), .init("output_path", text(outputPath)),
            .init("message", text(message)), .init("exit", .int(Int64(exit.rawValue))),
        ]
    }

    /// The notification; nil where there is nothing to report: the job goes on, or the user ended the run.
    func notification(after time: Duration) -> NotificationMessage? {
        if exit == .interrupted || status == .handedOver || status == .trainedBefore { return nil }
        return NotificationMessage(
            run: run, status: status.rawValue, jobID: jobID, outputName: outputName, outputPath: outputPath,
            message: message, seconds: time.components.seconds)
    }
}

/// How a run ended, by what has to be done about it. The raw values are the exit codes of the command line, which events
/// show as `exit`.
public enum ExitStatus: Int32, Error {
    /// All done; warnings are allowed.
    case done = 0
    /// The data has blocking findings.
    case blocked = 1
    /// The command line, pipeline file or settings are wrong.
    case settings = 2
    /// Something outside could not be reached or refused us.
    case outside = 3
    /// The training job failed, was lost or was cancelled.
    case job = 4
    /// An export or what is kept in the state directory does not verify, or two exports differ.
    case mismatch = 5
    /// This machine: a full disk, a state directory that is damaged or can't be written, a fault of the program itself.
    case machine = 6
    /// Interrupted.
    case interrupted = 130

    /// The status of several runs: done when all are, else the most urgent one. A job that failed has cost GPU time and
    /// is looked at first; a full disk stops every other run too; what is out of reach may pass by itself; data is mended
    /// one by one.
    public static func gravest(of codes: [ExitStatus]) -> ExitStatus {
        let order: [ExitStatus] = [.interrupted, .job, .machine, .outside, .blocked, .mismatch, .settings]
        return order.first(where: codes.contains) ?? .done
    }
}
