import Dataset
public import Foundation

/// A job of a `ContraryTrainer`.
public struct ContraryJob: Sendable {
    /// Its id, as text.
    public let id: String
    /// The LoRA's name.
    public let outputName: String
    /// How many pictures came with it.
    public let images: Int
    /// What it came from; nil for other people's jobs.
    public let origin: Origin?
    /// When it was made.
    public let createdAt: Date

    /// The submission that a job came from.
    public struct Origin: Sendable, Equatable {
        /// The body's SHA-256 in lower-case hex.
        public let sha256: String
        /// The body's length in bytes.
        public let bytes: Int
        /// The `Idempotency-Key` that came with it.
        public let key: String?
        /// The `Authorization` that came with it.
        public let authorization: String?
    }

    /// What it passes through, and how often it was looked at.
    let course: JobCourse
    var looks = 0
    /// In how many more lists it does not stand, and whether its status is unknown that long too.
    var hiddenLists = 0
    var isLate = false
    /// Not shown before.
    var shownFrom: ContinuousClock.Instant?
    /// After how many more looks it is cancelled.
    var cancelledIn: Int?

    /// How it stands now.
    var moment: JobCourse.Timestamp {
        if cancelledIn == 0 { return JobCourse.Timestamp("cancelled", progress: course.moments[0].progress) }
        return course.moments[min(looks, course.moments.count - 1)]
    }

    /// Whether it ended, by the words of the contract.
    var hasEnded: Bool { ["completed", "failed", "cancelled"].contains(moment.status) }

    /// Whether its status is told.
    var isKnown: Bool {
        if let shownFrom, ContinuousClock.now < shownFrom { return false }
        return !(isLate && hiddenLists > 0) && !(course.vanishes && looks >= course.moments.count)
    }

    /// The job object.
    func json(_ habits: ContraryHabits) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func integer(_ value: Int?) -> JSONValue { value.map { .int(Int64($0)) } ?? .null }
        func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
        let shows = habits.shows
        let path = #"C:\ComfyUI\models\loras\QWEN\\#(outputName).safetensors"#
        let tellsPath = shows.contains(.outputPath) && course.tellsOutput
        return .object(
            [
                .init("job_id", Self.id(id, habits)), .init("status", text(moment.status)),
                .init("progress", number(moment.progress)),
                .init("current_epoch", integer(moment.step.map { $0 / 5 + 1 })),
                .init("current_step", integer(moment.step)), .init("total_steps", integer(moment.steps)),
                .init("loss", number(moment.loss)), .init("message", .null),
                .init("output_path", tellsPath ? .string(path) : .null), .init("dataset_id", .null),
            ] + (shows.contains(.outputName) ? [.init("output_name", .string(outputName))] : [])
                + (shows.contains(.createdAt)
                    ? [.init("created_at", .string(createdAt.formatted(.iso8601)))] : [])
                + (shows.contains(.imageCount)
                    ? [.init(habits.imageCountName, .int(Int64(images)))] : []))
    }

    static func id(_ id: String, _ habits: ContraryHabits) -> JSONValue {
        habits.numbersJobs ? Int64(id).map { .int($0) } ?? .string(id) : .string(id)
    }
}
