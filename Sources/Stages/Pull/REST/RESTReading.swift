import Dataset
import Store
import Workers

/// The rows of one reading on their way into the contract's order, on threads that may block.
final class RESTReading: @unchecked Sendable {
    // Unchecked: each call is awaited before the next is made, so the sorter is never used by two at once.
    private let sorter: RowSorter
    private let tables: TableMap
    private let files: WorkerPool

    init(_ sorter: RowSorter, _ tables: TableMap, _ files: WorkerPool) {
        self.sorter = sorter
        self.tables = tables
        self.files = files
    }

    /// How many rows came.
    var count: Int { sorter.count }

    func take(_ page: [JSONValue]) async throws {
        try await files.run { [self] in
            for json in page {
                let row = try RESTRow(json, tables)
                try sorter.append(row.row, key: row.key)
            }
        }
    }

    func close(of dataset: DatasetInfo, in objects: ObjectStore) async throws -> Rows {
        try await files.run { [self] in
            let spool = try RowSpool(in: objects)
            try sorter.drain(into: spool)
            return try spool.close(of: dataset)
        }
    }
}
