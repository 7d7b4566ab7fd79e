public import Dataset

/// How a run ended, as a notification reports it. It holds no secret: no address, no token, nothing of the
/// environment.
public struct NotificationMessage: Sendable, Equatable {
    /// The run's name.
    public var run: String
    /// completed, failed, cancelled, lost, blocked, refused, or another word for why there is no job.
    public var status: String
    /// The job's id, where there is one.
    public var jobID: String?
    /// The LoRA's name.
    public var outputName: String?
    /// Where the trainer wrote it, as a path of its own machine.
    public var outputPath: String?
    /// The trainer's own words, or what went wrong.
    public var message: String?
    /// How long it took from the run's start, as seen from here, in seconds.
    public var seconds: Int64

    /// A notice.
    public init(
        run: String, status: String, jobID: String? = nil, outputName: String? = nil,
        outputPath: String? = nil, message: String? = nil, seconds: Int64
    ) {
        self.run = run
        self.status = status
        self.jobID = jobID
        self.outputName = outputName
        self.outputPath = outputPath
        self.message = message
        self.seconds = seconds
    }

    /// In one line.
    public var text: String {
        let job = jobID.map { " (job \($0))" } ?? ""
        let output = outputPath.map { ": \($0)" } ?? message.map { ": \($0)" } ?? ""
        return "lorapipe: \(run) \(status)\(job)\(output)".printableLine
    }

    /// `lorapipe.notice/1`. `text` is what Slack's and Mattermost's webhooks show, `content` what Discord's do.
    public var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return .record([
            "schema": "lorapipe.notice/1", "run": .string(run), "status": .string(status),
            "job_id": text(jobID), "output_name": text(outputName), "output_path": text(outputPath),
            "message": text(message), "seconds": .int(seconds), "text": .string(self.text),
            "content": .string(self.text),
        ])
    }

    /// What a command finds in its environment; empty where nothing is known.
    var environment: [String: String] {
        [
            "LORAPIPE_RUN": run, "LORAPIPE_STATUS": status, "LORAPIPE_JOB_ID": jobID ?? "",
            "LORAPIPE_OUTPUT_NAME": outputName ?? "", "LORAPIPE_OUTPUT_PATH": outputPath ?? "",
        ]
    }
}
