/// What a job passes through, a moment further with each request for its status: no clock is part of it. It stays at
/// the last moment.
public struct JobCourse: Sendable, Equatable {
    /// How a job stands.
    public struct Timestamp: Sendable, Equatable {
        /// The trainer's word; nil is told as null.
        public var status: String?
        /// 0 to 100.
        public var progress: Double?
        /// The step done.
        public var step: Int?
        /// How many steps there are.
        public var steps: Int?
        /// The loss.
        public var loss: Double?

        /// A moment; what is not given is told as null.
        public init(
            _ status: String?, progress: Double? = nil, step: Int? = nil, of steps: Int? = nil,
            loss: Double? = nil
        ) {
            (self.status, self.progress, self.step, self.steps, self.loss) =
                (status, progress, step, steps, loss)
        }
    }

    /// At least one.
    public let moments: [Timestamp]
    /// Whether the trainer does not know the job any more after the last moment was told.
    public let vanishes: Bool
    /// Whether a completed job tells where its LoRA lies.
    public let tellsOutput: Bool

    /// A course of its own.
    public init(_ moments: [Timestamp], vanishes: Bool = false, tellsOutput: Bool = true) {
        (self.moments, self.vanishes, self.tellsOutput) = (moments, vanishes, tellsOutput)
    }

    private static let beginning = ["idle", "queued", "preparing", "caching_latents", "caching_text"].map {
        Timestamp($0, progress: 0)
    }
    private static func training(_ steps: [Int]) -> [Timestamp] {
        steps.map {
            Timestamp("training", progress: Double($0) * 10, step: $0, of: 10, loss: 1 / Double($0 + 1))
        }
    }
    private static let end = Timestamp("completed", progress: 100, step: 10, of: 10, loss: 0.09)

    /// Completed at the first look.
    public static let quick = Self([end])
    /// Every status of the contract, then completed.
    public static let whole = Self(beginning + training([1, 4, 7, 10]) + [end])
    /// Goes back in its steps once.
    public static let backwards = Self(training([5, 8, 2, 6]) + [end])
    /// Says words that the contract does not know, and none at all.
    public static let strange = Self(
        [Timestamp("warming_up"), Timestamp(nil), Timestamp("Completed"), Timestamp("done?")] + [end])
    /// Not known any more after a few looks.
    public static let vanishing = Self(training([1, 2]), vanishes: true)
    /// Never gets further.
    public static let stalled = Self(training([1, 3]))
    /// Fails.
    public static let failing = Self(
        training([1, 2]) + [Timestamp("failed", progress: 20, step: 2, of: 10)])
    /// Completed, and nothing said of where the LoRA lies.
    public static let withoutOutput = Self(beginning + [end], tellsOutput: false)
}
