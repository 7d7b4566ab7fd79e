public import Dataset
public import Foundation

/// A job as the trainer shows it. Only the id is sure; everything else may be absent or null.
public struct TrainingJob: Sendable, Equatable {
    /// The trainer's name for the job.
    public var id: String
    /// Where it stands; idle when the trainer does not say.
    public var status: TrainingStatus
    /// 0 to 100.
    public var progress: Double?
    /// The epoch it is in, from 1.
    public var currentEpoch: Int?
    /// The step it has done.
    public var currentStep: Int?
    /// How many steps the run has.
    public var totalSteps: Int?
    /// The loss last seen; nil too where that is no number.
    public var loss: Double?
    /// Whether the loss is no finite number: what was trained is lost, though the run may go on to its end.
    public var hasDiverged = false
    /// The trainer's own words.
    public var message: String?
    /// Where the trainer wrote the LoRA, as a path of its own machine.
    public var outputPath: String?
    /// The trainer's name for the uploaded pictures.
    public var datasetID: String?
    /// The name asked for; not every server shows it.
    public var outputName: String?
    /// When the server says it was made, in its own format; not every server shows it.
    public var createdAt: String?
    /// How many pictures it has; not every server shows it.
    public var imageCount: Int?
    /// The parameters that the run really has, where they may differ from those asked for. Our own service shows them;
    /// what other servers show is not read.
    public var parametersUsed: TrainingParameters?

    /// When it was made; nil when that is not shown, or not in ISO 8601 with a time zone: a server's local time could
    /// be hours away from what it seems.
    public var created: Date? {
        guard let createdAt else { return nil }
        let formats: [Date.ISO8601FormatStyle] = [
            .iso8601, Date.ISO8601FormatStyle(includingFractionalSeconds: true),
        ]
        // What no format reads is not known, which is what nil says.
        return formats.lazy.compactMap { try? Date(createdAt, strategy: $0) }.first
    }

    /// A job; what is not given is not known.
    public init(
        id: String, status: TrainingStatus, progress: Double? = nil, currentEpoch: Int? = nil,
        currentStep: Int? = nil,
        totalSteps: Int? = nil, loss: Double? = nil, message: String? = nil, outputPath: String? = nil,
        datasetID: String? = nil, outputName: String? = nil, createdAt: String? = nil,
        imageCount: Int? = nil, parametersUsed: TrainingParameters? = nil
    ) {
        self.id = id
        self.status = status
        self.progress = progress
        self.currentEpoch = currentEpoch
        self.currentStep = currentStep
        self.totalSteps = totalSteps
        self.loss = loss
        self.message = message
        self.outputPath = outputPath
        self.datasetID = datasetID
        self.outputName = outputName
        self.createdAt = createdAt
        self.imageCount = imageCount
        self.parametersUsed = parametersUsed
    }

    /// Reads a job object; nil without a `job_id`. A number may be written as a text. A member of another type, or out
    /// of its range, is taken as not known.
    public init?(json: JSONValue) {
        guard let id = json["job_id"]?.string ?? json["job_id"]?.int.map(String.init), !id.isEmpty
        else {
            return nil
        }
        func number(_ key: String) -> Double? {
            json[key]?.double ?? json[key]?.string.flatMap { Double($0) }
        }
        func integer(_ key: String) -> Int? {
            json[key]?.int.flatMap { Int(exactly: $0) } ?? number(key).flatMap { Int(exactly: $0) }
        }
        let loss = number("loss")
        self.init(
            id: id, status: TrainingStatus(json["status"]?.string ?? "idle"),
            progress: number("progress").flatMap { (0...100).contains($0) ? $0 : nil },
            currentEpoch: integer("current_epoch"), currentStep: integer("current_step"),
            totalSteps: integer("total_steps"),
            loss: loss.flatMap { $0.isFinite ? $0 : nil }, message: json["message"]?.string,
            outputPath: json["output_path"]?.string,
            datasetID: json["dataset_id"]?.string, outputName: json["output_name"]?.string,
            createdAt: json["created_at"]?.string,
            imageCount: ["image_count", "num_images", "total_images"].lazy.compactMap(integer).first)
        hasDiverged = loss.map { !$0.isFinite } ?? (json["diverged"] == true)
    }

    /// The job object of the contract: each member there, null where not known; the extras only when known.
    public var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func integer(_ value: Int?) -> JSONValue { value.map { .int(Int64($0)) } ?? .null }
        func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
        return .record([
            "job_id": .string(id), "status": .string(status.word), "progress": number(progress),
            "current_epoch": integer(currentEpoch), "current_step": integer(currentStep),
            "total_steps": integer(totalSteps),
            "loss": number(loss), "message": text(message), "output_path": text(outputPath),
            "dataset_id": text(datasetID),
            "output_name": outputName.map { .string($0) }, "created_at": createdAt.map { .string($0) },
            "image_count": imageCount.map { .int(Int64($0)) }, "params_effective": parametersUsed?.json,
            "diverged": hasDiverged ? true : nil,
        ])
    }
}

/// A run in which a trainer went through all motions and trained nothing.
public enum Rehearsal {
    /// What our own trainer puts before every line and message of one.
    public static let mark = "[rehearsal, no weights are trained]"
}

extension TrainingJob {
    /// Whether the trainer says that it only rehearsed: then there is no LoRA, whatever the status.
    public var isRehearsal: Bool { message?.hasPrefix("[rehearsal") == true }
}
