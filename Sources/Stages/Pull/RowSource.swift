import Dataset
import Store

/// One door to a dataset's rows.
protocol RowSource: Sendable {
    /// Every dataset, by name, with its number of rows.
    func datasets() async throws -> [DatasetInfo]

    /// The dataset's rows in the contract's order, complete or not at all.
    func rows(in objects: ObjectStore) async throws -> Rows
}
