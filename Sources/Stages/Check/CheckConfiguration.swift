public import Dataset
import Imaging

extension Check {
    /// What to check against.
    public struct Configuration: Sendable {
        /// Which rules are on, their severities and thresholds.
        public var rules: RuleSettings
        /// How the pictures would be prepared.
        public var recipe: Recipe
        /// What happens to pictures that are too small.
        public var upscalePolicy = UpscalePolicy.refuse
        /// The largest payload in bytes; nil for no limit.
        public var maxBytes: Int64?
        /// How long the run would train.
        public var schedule: Schedule
        /// The random seed of the run.
        public var seed: Int64 = 42
        /// Findings that are accepted.
        public var waivers: [Waiver]
        /// Counts the captions' tokens; nil to estimate them.
        public var tokenizer: Tokenizer?
        /// Whether to keep each row for a report with pictures, and a small copy of each picture.
        public var keepsReviews = false

        /// By default every rule as it is defined, and the default recipe.
        public init(
            rules: RuleSettings = RuleSettings(), recipe: Recipe = Recipe(), schedule: Schedule = Schedule(),
            waivers: [Waiver] = []
        ) {
            self.rules = rules
            self.recipe = recipe
            self.schedule = schedule
            self.waivers = waivers
        }

        /// What each inspection must compute for it.
        var extras: InspectOptions {
            var extras: InspectOptions = keepsReviews ? .thumbnail : []
            if recipe.gravity != .centre { extras.insert(.attention) }
            return extras
        }
    }

    /// How long a run trains.
    public struct Schedule: Sendable, Equatable {
        /// Passes over the dataset.
        public var epochs: Int
        /// The limit on steps, where the pipeline sets one; the smaller number of steps applies.
        public var maxSteps: Int?

        /// By default the trainer's own 16 epochs.
        public init(epochs: Int = 16, maxSteps: Int? = nil) {
            self.epochs = epochs
            self.maxSteps = maxSteps
        }
    }
}
