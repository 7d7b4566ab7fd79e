/// A row with the result of fetching its picture: what pull passes to check.
public struct FetchedRow: Sendable {
    /// The row's place in its dataset, from 1; what the later stages find out is stored under it.
    public var position: Int64
    /// The row.
    public var row: DatasetRow
    /// The kept picture, or why there is none.
    public var picture: Picture

    /// The result of fetching a picture.
    public enum Picture: Sendable {
        /// Kept by content; nothing was judged yet.
        case kept(SourceImage)
        /// Could not be fetched: the finding says why.
        case failed(Finding)
    }

    /// A fetched row.
    public init(position: Int64, row: DatasetRow, picture: Picture) {
        self.position = position
        self.row = row
        self.picture = picture
    }
}

/// A row that the check found fit to be prepared, with what is known of its picture.
public struct CheckedRow: Sendable {
    /// The row's place in its dataset, from 1.
    public var position: Int64
    /// The row.
    public var row: DatasetRow
    /// Its kept picture.
    public var image: SourceImage
    /// The result of the picture's inspection.
    public var facts: ImageFacts
    /// How the picture is resized and cropped.
    public var plan: CropPlan

    /// A checked row.
    public init(position: Int64, row: DatasetRow, image: SourceImage, facts: ImageFacts, plan: CropPlan) {
        self.position = position
        self.row = row
        self.image = image
        self.facts = facts
        self.plan = plan
    }

    /// The caption as the trainer gets it.
    public var caption: String { row.trimmedCaption }
}

/// A picture of an export, in payload order: what pack writes.
public struct ManifestEntry: Sendable {
    /// Its name in the payload: unique in the export whatever the case of letters, legal on Windows.
    public var filename: String
    /// The row that it was made of.
    public var row: CheckedRow
    /// What it became.
    public var prepared: PreparedImage

    /// An entry.
    public init(filename: String, row: CheckedRow, prepared: PreparedImage) {
        self.filename = filename
        self.row = row
        self.prepared = prepared
    }

    /// The caption as the trainer gets it.
    public var caption: String { row.caption }

    /// The file name without its ending.
    public var stem: String { FileName.stem(of: filename) }
}
