/// How a `ContraryTrainer` behaves. A fresh one has only good habits.
public struct ContraryHabits: Sendable {
    /// Asked for as `Authorization: Bearer`; nil lets everybody in.
    public var token: String?
    /// What goes wrong with the next submissions, one each; nil for one that goes well. Those after them go well.
    public var posts: [PostFault?] = []
    /// Whether a second submission with an `Idempotency-Key` that it knows gets the first one's job.
    public var honoursKeys = false
    /// Whether job ids are numbers, counted from 1, and written as such.
    public var numbersJobs = false
    /// What a job passes through.
    public var course = JobCourse.quick
    /// How the list is told.
    public var list = ListHabits()
    /// How logs are told.
    public var logs = LogShape.lines
    /// What cancelling does.
    public var cancelling = Cancelling.atOnce
    /// Which members beyond the contract's a job object shows.
    public var shows = Set(Extra.allCases)
    /// The member that holds how many pictures a job was given.
    public var imageCountName = "image_count"

    /// Good habits.
    public init() {}

    /// What a job object may show or not.
    public enum Extra: Sendable, CaseIterable { case outputName, outputPath, createdAt, imageCount }

    /// The shapes of a log that the contract allows.
    public enum LogShape: Sendable, CaseIterable {
        case string, lines, stringInObject, linesInObject, text, null
    }

    /// What becomes of a job that is to be cancelled.
    public enum Cancelling: Sendable, Equatable {
        /// It is cancelled when the answer comes.
        case atOnce
        /// It is shown as cancelled after so many looks.
        case afterLooks(Int)
        /// It is said to be cancelled and goes on.
        case never
        /// The wish is refused with this status.
        case refused(Int)
    }
}

/// How a list of jobs is told.
public struct ListHabits: Sendable {
    /// What the next requests get, one each, before the list is told.
    public var failures: [Failure] = []
    /// What the requests get that follow the next submission.
    public var failuresAfterwards: [Failure] = []
    /// Whether there is no such call at all.
    public var isMissing = false
    /// Whether the newest stands first.
    public var isNewestFirst = false
    /// From how many lists a job is missing at first, though its status is told.
    public var staleFor = 0
    /// Whether every job stands there twice.
    public var doubles = false
    /// Whether the dialect is told with the other one's envelope.
    public var otherEnvelope = false
    /// How many jobs of other people there are from the start, under names of their own.
    public var strangers = 0
    /// How many jobs of other people come with each submission, under names of their own.
    public var arrivals = 0
    /// How many jobs come with each submission that show the same name and count as its own.
    public var twins = 0

    /// A list that tells all.
    public init() {}

    /// An answer in place of a list.
    public enum Failure: Sendable, Equatable, CaseIterable { case error, close, page, cut, emptyObject }
}
