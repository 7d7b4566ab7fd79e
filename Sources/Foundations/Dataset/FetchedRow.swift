/// A row with what came of fetching its picture: the stage between pull and check.
public struct FetchedRow: Sendable {
    /// The row.
    public var row: DatasetRow
    /// The kept picture, or why there is none.
    public var picture: Picture

    /// What came of fetching a picture.
    public enum Picture: Sendable {
        /// Kept by content; nothing was judged yet.
        case kept(SourceImage)
        /// Not to be had: the finding says why.
        case failed(Finding)
    }

    /// A fetched row.
    public init(row: DatasetRow, picture: Picture) {
        self.row = row
        self.picture = picture
    }
}

/// A row that the check found fit to be prepared, with what is known of its picture.
public struct CheckedRow: Sendable {
    /// The row.
    public var row: DatasetRow
    /// Its kept picture.
    public var image: SourceImage
    /// What a look at the picture showed.
    public var facts: ImageFacts
    /// What becomes of the picture.
    public var plan: CropPlan

    /// A checked row.
    public init(row: DatasetRow, image: SourceImage, facts: ImageFacts, plan: CropPlan) {
        self.row = row
        self.image = image
        self.facts = facts
        self.plan = plan
    }

    /// The caption as the trainer gets it.
    public var caption: String { row.trimmedCaption }
}
