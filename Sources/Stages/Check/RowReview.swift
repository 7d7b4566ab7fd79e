public import Dataset

/// A row as a report that shows pictures needs it: its content, and what preparing it would do.
public struct RowReview: Sendable {
    /// Id, name, image URL and caption.
    public var row: DatasetRow
    /// The picture's file, usable or not; nil when none was fetched.
    public var image: SourceImage?
    /// Format, size and colours of the picture; nil when it is not usable.
    public var facts: ImageFacts?
    /// Its crop; nil when it is not usable.
    public var plan: CropPlan?
    /// Why the picture is not usable, in a sentence; nil when it is.
    public var fault: String?
    /// The caption with its tokens.
    public var caption: Caption
    /// Whether the row would be trained on.
    public var isTrained: Bool

    /// A caption as the trainer gets it.
    public struct Caption: Sendable, Equatable {
        /// The caption, trimmed; empty when there is none.
        public var text: String
        /// Its number of tokens.
        public var tokens: Int
        /// Whether they were counted; otherwise it is an upper estimate.
        public var isExact: Bool
        /// The end of the text that the trainer would cut; empty when nothing is cut, or when that is unknown.
        public var cut: String

        /// By default without tokens and uncut.
        public init(text: String, tokens: Int = 0, isExact: Bool = false, cut: String = "") {
            self.text = text
            self.tokens = tokens
            self.isExact = isExact
            self.cut = cut
        }
    }

    /// Without picture, facts and plan by default.
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
