public import Dataset

/// Rows on their way from the source.
public typealias RowSpool = Spool<DatasetRow>

extension Spool<DatasetRow> {
    /// Ends the writing of a dataset's rows, when the source has said that they are complete.
    public func close(of dataset: DatasetInfo) throws(StoreError) -> Rows {
        Rows(dataset: dataset, rows: try close())
    }
}

/// The complete rows of one dataset, in their order. Can be gone through any number of times; the file
/// behind it goes away with the last value.
public struct Rows: Sendable {
    /// The dataset they belong to.
    public var dataset: DatasetInfo
    /// What lies in the source and is no row.
    public var leftOut = LeftOut()
    private let rows: Spooled<DatasetRow>

    init(dataset: DatasetInfo, rows: Spooled<DatasetRow>) {
        self.dataset = dataset
        self.rows = rows
    }

    /// How many there are.
    public var count: Int { rows.count }

    /// The first rows alone, or all where there are no more; they are still rows of the whole dataset.
    public func first(_ count: Int) -> Rows {
        var first = Rows(dataset: dataset, rows: rows.first(count))
        first.leftOut = leftOut
        return first
    }

    /// Starts reading from the first row.
    public func reader() throws(StoreError) -> Spooled<DatasetRow>.Reader { rows.reader() }

    /// All rows in memory, for small datasets and tests.
    public func all() throws(StoreError) -> [DatasetRow] { try rows.all() }
}
