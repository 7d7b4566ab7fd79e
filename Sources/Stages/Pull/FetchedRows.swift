public import Dataset
import Store

/// Rows with their pictures, in row order; the next few are fetched while one is looked at.
public struct FetchedRows: AsyncSequence, Sendable {
    /// A row with what came of fetching its picture.
    public typealias Element = FetchedRow

    let rows: Rows
    let source: any PictureSource
    /// How many pictures are fetched at a time: Storage looks each up in the project's database.
    static let width = 8
    /// Once this many rows in a row from the first failed because the service is down or refuses, the rest is
    /// not tried.
    static let outageAfter = 16

    /// Starts fetching.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Fetches ahead, and hands over in order.
    public final class Iterator: AsyncIteratorProtocol {
        private let sequence: FetchedRows
        private var reader: Rows.Reader?
        private var waiting: [(row: DatasetRow, task: Task<Fetched, any Error>)] = []
        private var outages: [String] = []
        private var hasSucceeded = false

        init(_ sequence: FetchedRows) { self.sequence = sequence }

        deinit { for (_, task) in waiting { task.cancel() } }

        /// The next row; nil behind the last.
        ///
        /// - Throws: `PullError` when every row fails because the service is down or refuses, `StoreError`,
        ///   and `CancellationError`.
        public func next() async throws -> FetchedRow? {
            try fill()
            guard !waiting.isEmpty else {
                if let first = outages.first, !hasSucceeded { throw outage(first) }
                return nil
            }
            let (row, task) = waiting.removeFirst()
            let fetched = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            if let reason = fetched.outage { outages.append(reason) }
            if fetched.showsService { hasSucceeded = true }
            if !hasSucceeded && outages.count >= FetchedRows.outageAfter { throw outage(outages[0]) }
            return FetchedRow(row: row, picture: fetched.picture)
        }

        private func fill() throws {
            var reader = try self.reader ?? sequence.rows.reader()
            defer { self.reader = reader }
            while waiting.count < FetchedRows.width, let row = try reader.next() {
                waiting.append(
                    (row, Task { [source = sequence.source] in try await source.picture(of: row) }))
            }
        }

        private func outage(_ reason: String) -> PullError {
            PullError(
                .outside, "no picture could be fetched: \(reason)",
                hint:
                    "check pull.storage.url and its key, and that the service is up; then run it again"
            )
        }
    }
}
