import Dataset
import MusubiAPI
import Pipeline

/// How one run ended, as people, programs and recipients of notices are told.
struct RunOutcome: Sendable {
    let run: String
    /// completed, failed, cancelled, lost, handed-over, blocked, refused, …
    let status: String
    var jobID: String?
    var outputName: String?
    var outputPath: String?
    var message: String?
    /// What to do next; empty where nothing is.
    var hint = ""
    let exit: ExitStatus

    /// Of an ending that was seen.
    init(_ run: String, _ outputName: String?, _ ending: Training.Ending) {
        self.run = run
        self.outputName = outputName
        switch ending {
        case .detached(let id):
            (status, jobID, exit) = ("handed-over", id, .done)
            hint = "follow it with: lorapipe watch \(id.printableLine)"
        case .lost(let id):
            (status, jobID, exit) = ("lost", id, .job)
            message = "the trainer does not know the job any more"
            hint = "lorapipe jobs lists what the trainer knows"
        case .trainedBefore(let job):
            (status, jobID, exit) = ("trained-before", job.id, .done)
            outputPath = job.outputPath
            hint = "train it once more with --again"
        case .seen(let job):
            (status, jobID, exit) = (job.status.word, job.id, job.status == .completed ? .done : .job)
            (outputPath, message) = (job.outputPath, job.message)
            if exit != .done { hint = "lorapipe logs \(job.id.printableLine) shows the trainer's own words" }
        }
    }

    /// Of a run that an error ended.
    init(_ run: String, _ outputName: String?, _ failure: Failure, jobID: String?) {
        self.run = run
        self.outputName = outputName
        self.jobID = jobID
        exit = failure.status
        // The status says it already.
        message = exit == .interrupted ? nil : failure.message
        hint = failure.hint
        status =
            switch failure.code {
            case "payload-too-large": "blocked"
            case "blocked", "interrupted": failure.code
            case "submission-unresolved": "unresolved"
            case let code where code.hasPrefix("job-"): String(code.dropFirst(4))
            case let code where code.hasPrefix("trainer-"): String(code.dropFirst(8))
            default: "error"
            }
    }

    /// Of a run that was not begun any more.
    init(notStarted run: String, _ outputName: String?) {
        self.run = run
        self.outputName = outputName
        (status, exit) = ("not-started", .interrupted)
    }

    /// In one line, without the run's name.
    var text: String {
        let words = (exit == .done && outputPath != nil ? outputPath : message) ?? ""
        return (status + (jobID.map { " (job \($0))" } ?? "") + (words.isEmpty ? "" : ": \(words)"))
            .printableLine
    }

    /// Its members in an event.
    var members: [JSONValue.Member] {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            .init("status", .string(status)), .init("job_id", text(jobID)),
            .init("output_name", text(outputName)), .init("output_path", text(outputPath)),
            .init("message", text(message)), .init("exit", .int(Int64(exit.rawValue))),
        ]
    }

    /// What recipients are told; nil where there is nothing to tell: the run goes on, or the user ended it.
    func notice(after time: Duration) -> Notice? {
        if exit == .interrupted || ["handed-over", "trained-before"].contains(status) { return nil }
        return Notice(
            run: run, status: status, jobID: jobID, outputName: outputName, outputPath: outputPath,
            message: message, seconds: time.components.seconds)
    }
}
