/// What the tables and columns are called; the defaults are the original system's. Names may hold anything:
/// they are quoted.
public struct TableMap: Sendable, Equatable {
    /// The schema of both tables.
    public var schema = "public"
    /// The table of datasets.
    public var datasets = "datasets"
    /// Its id.
    public var datasetsID = "id"
    /// Its name.
    public var datasetsName = "name"
    /// Its trigger word.
    public var datasetsTrigger = "character_trigger"
    /// The table of rows.
    public var data = "data"
    /// Its id.
    public var dataID = "id"
    /// Its dataset's id.
    public var dataDatasetID = "dataset_id"
    /// Its picture's URL.
    public var dataImageURL = "image_url"
    /// Its picture's name.
    public var dataImageName = "image_name"
    /// Its caption.
    public var dataCaption = "caption"
    /// What rows are ordered by, before the id.
    public var dataCreatedAt = "created_at"
    /// The point of its picture that a crop keeps; nil where the table has none, as the original system's.
    public var dataFocus: String?

    /// The original system's names.
    public init() {}
}
