public import Dataset

extension Check {
    /// What to check against.
    public struct Order: Sendable {
        /// Which rules are on, what they weigh and measure against.
        public var rules: RuleSettings
        /// How the pictures would be prepared.
        public var recipe: Recipe
        /// What would be done with those that are too small.
        public var enlarging = Enlarging.refuse
        /// The most bytes that their payload may have; nil for no limit.
        public var maxBytes: Int64?
        /// How long they would be trained on.
        public var schedule: Schedule
        /// The random seed that a run would be given.
        public var seed: Int64 = 42
        /// What has been looked at and accepted.
        public var waivers: [Waiver]
        /// Counts the captions' tokens; without one they are estimated.
        public var tokenizer: Tokenizer?
        /// Whether to keep of each row what a report with pictures shows, and a small copy of each picture.
        public var keepsReviews = false

        /// An order.
        public init(
            rules: RuleSettings = RuleSettings(), recipe: Recipe = Recipe(), schedule: Schedule = Schedule(),
            waivers: [Waiver] = []
        ) {
            self.rules = rules
            self.recipe = recipe
            self.schedule = schedule
            self.waivers = waivers
        }

        /// What each look has to bring for it.
        var extras: LookExtras {
            var extras: LookExtras = keepsReviews ? .thumbnail : []
            if recipe.gravity != .centre { extras.insert(.interest) }
            return extras
        }
    }

    /// How long a run trains.
    public struct Schedule: Sendable, Equatable {
        /// How often each picture is seen.
        public var epochs: Int
        /// The most steps, where the pipeline sets a limit; the smaller number of steps wins.
        public var maxSteps: Int?

        /// A schedule; by default the trainer's own.
        public init(epochs: Int = 16, maxSteps: Int? = nil) {
            self.epochs = epochs
            self.maxSteps = maxSteps
        }
    }
}
