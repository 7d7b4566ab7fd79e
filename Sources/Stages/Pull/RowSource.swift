import Dataset
import Store

/// One kind of source of a dataset's rows.
protocol RowSource: Sendable {
    /// Every dataset, by name, with its number of rows.
    func datasets() async throws -> [DatasetInfo]

    /// Writes the dataset's rows into a table in the contract's order, complete or not at all.
    func rows(in table: RunTable) async throws -> Rows
}
