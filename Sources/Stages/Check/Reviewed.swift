public import Dataset

/// A row as a report that shows pictures needs it: what it holds, and what would become of it.
public struct Reviewed: Sendable {
    /// The row.
    public var row: DatasetRow
    /// The picture's file, usable or not; nil when none came.
    public var image: SourceImage?
    /// What a look at the picture showed; nil when it is not usable.
    public var facts: ImageFacts?
    /// How it would be cropped; nil when it is not usable.
    public var plan: CropPlan?
    /// Why the picture is not usable, in a sentence; nil when it is.
    public var fault: String?
    /// How the caption fares.
    public var caption: Caption
    /// Whether the row would be trained on.
    public var isTrained: Bool

    /// A caption as the trainer gets it.
    public struct Caption: Sendable, Equatable {
        /// The caption, trimmed; empty when there is none.
        public var text: String
        /// How many tokens it has.
        public var tokens: Int
        /// Whether they were counted; otherwise it is an upper estimate.
        public var isExact: Bool
        /// The end of the text that the trainer would cut away; empty when nothing is, or when it can't be told.
        public var cut: String

        /// A caption.
        public init(text: String, tokens: Int = 0, isExact: Bool = false, cut: String = "") {
            self.text = text
            self.tokens = tokens
            self.isExact = isExact
            self.cut = cut
        }
    }

    /// A reviewed row.
    public init(
        row: DatasetRow, image: SourceImage? = nil, facts: ImageFacts? = nil, plan: CropPlan? = nil,
        fault: String? = nil, caption: Caption, isTrained: Bool
    ) {
        self.row = row
        self.image = image
        self.facts = facts
        self.plan = plan
        self.fault = fault
        self.caption = caption
        self.isTrained = isTrained
    }
}
