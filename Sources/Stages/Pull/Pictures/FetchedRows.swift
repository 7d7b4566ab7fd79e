public import Dataset
import DequeModule
import Store

/// Rows with their pictures, in row order; the next few are fetched while one is looked at.
public struct FetchedRows: AsyncSequence, Sendable {
    /// A row with the result of fetching its picture.
    public typealias Element = FetchedRow

    let rows: Rows
    let source: any PictureSource
    /// How many pictures are fetched at a time: Storage looks each up in the project's database. Half as many after
    /// each picture that the service was too busy for, and one more again after as many that came at once.
    static let width = 8
    /// Once this many rows on end failed because the service is down or refuses, the rest is not tried.
    static let outageAfter = 16

    /// Starts fetching.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// A picture that a killed run fetched of the same row is taken as it is kept.
    private func fetch(_ row: DatasetRow, at position: Int64) async throws -> Fetched {
        if let image = try await rows.table.fetched(position), try await source.holds(image) {
            var fetched = Fetched(image, wasAsked: false)
            fetched.isResumed = true
            return fetched
        }
        return try await source.picture(of: row)
    }

    /// Fetches ahead, and returns the rows in their order.
    public final class Iterator: AsyncIteratorProtocol {
        private let sequence: FetchedRows
        private var reader: Rows.Reader
        private var waiting: Deque<(position: Int64, row: DatasetRow, task: Task<Fetched, any Error>)> = []
        private var kept = 0
        private var outages = 0
        private var firstOutage: Outage?
        private var hasSucceeded = false
        /// How many pictures may be asked for at once by now.
        private(set) var width = FetchedRows.width
        private var smooth = 0

        init(_ sequence: FetchedRows) {
            self.sequence = sequence
            reader = sequence.rows.reader()
        }

        deinit { for (_, _, task) in waiting { task.cancel() } }

        /// The next row; nil behind the last.
        ///
        /// - Throws: `PullError` when the service is down or refuses for one row after another, `StoreError`,
        ///   and `CancellationError`.
        public func next() async throws -> FetchedRow? {
            try await fill()
            guard let (position, row, task) = waiting.popFirst() else {
                if let firstOutage, !hasSucceeded { throw error(firstOutage) }
                return nil
            }
            let fetched = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            try count(fetched)
            if case .kept(let image) = fetched.picture, !fetched.isResumed {
                try await sequence.rows.table.remember(image, at: position)
            }
            return FetchedRow(position: position, row: row, picture: fetched.picture)
        }

        private func fill() async throws {
            while waiting.count < width, let (position, row) = try await reader.next() {
                waiting.append(
                    (position, row, Task { [sequence] in try await sequence.fetch(row, at: position) }))
            }
        }

        /// A service that is down is the run's failure, reported once: not one finding a row, and never a part of a
        /// dataset that passes for the whole.
        private func count(_ fetched: Fetched) throws(PullError) {
            if case .kept = fetched.picture { kept += 1 }
            adapt(fetched)
            if fetched.showsService {
                hasSucceeded = true
                outages = 0
            }
            guard let outage = fetched.outage else { return }
            outages += 1
            firstOutage = firstOutage ?? outage
            if outage.isCertain || outages >= FetchedRows.outageAfter { throw error(outage) }
        }

        private func adapt(_ fetched: Fetched) {
            if fetched.wasBusy {
                width = Swift.max(1, width / 2)
                smooth = 0
            } else if width < FetchedRows.width {
                smooth += 1
                if smooth >= FetchedRows.width {
                    width += 1
                    smooth = 0
                }
            }
        }

        private func error(_ outage: Outage) -> PullError {
            let sofar = kept == 0 ? "no picture could be fetched" : "the pictures could not all be fetched"
            let saved = kept == 0 ? "" : "; \(kept) of \(sequence.rows.count) came before and are kept"
            return PullError(.outside, "\(sofar): \(outage.reason)\(saved)", hint: outage.hint)
        }
    }
}
