import DequeModule
public import Dataset
public import Imaging
public import Store
public import Workers

/// The second stage: rows → report. Each picture is inspected once and the result cached by content hash; one bad row
/// never stops the rest, and every bad row is named.
public struct Check: Sendable {
    private let inspections: InspectionCache
    private let configuration: Configuration

    /// A check against a configuration. `decoders` decode the pictures; `workers` do the other blocking work.
    public init(
        store: Store, workers: WorkerPool, decoders: DecoderPool, configuration: Configuration,
        fetchAgain: @escaping InspectionCache.FetchAgain = { _, _ in "its kept file is damaged" }
    ) {
        inspections = InspectionCache(
            store: store, workers: workers, decoders: decoders, extras: configuration.extras,
            fetchAgain: fetchAgain)
        self.configuration = configuration
    }

    /// The result of checking a dataset.
    public struct Outcome: Sendable {
        /// All findings, and the estimate of the run.
        public var report: Report
        /// The rows that have a usable picture and no finding of error severity, in their order.
        public var sound: CheckedRows
        /// Every row as a report with pictures needs it, in their order; empty unless `Configuration.keepsReviews` is set.
        public var reviews: [RowReview] = []
        /// How many rows' pictures were fetched.
        public var pictures: Int
        /// How many of them were opened; the results for the others came from the cache.
        public var opened: Int
    }

    /// Checks rows in their order while they arrive; at most `lookahead` pictures are inspected at a time.
    ///
    /// - Parameters:
    ///   - table: where the findings and the sound rows are written; it holds the rows themselves.
    ///   - leftOut: what the source holds besides rows.
    ///   - progress: called after each row with the number of checked rows.
    /// - Throws: `StoreError` when the state directory fails, `ProcessStartError`, `CancellationError`, and what `rows` throws.
    public func callAsFunction<Fetched: AsyncSequence>(
        _ rows: Fetched, in table: RunTable, of dataset: DatasetInfo, leftOut: LeftOut = LeftOut(),
        lookahead: Int = 4,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Outcome where Fetched.Element == FetchedRow {
        var run = try CheckRun(configuration, dataset, leftOut, in: table)
        var waiting: Deque<(row: FetchedRow, inspection: Task<InspectionCache.Answer?, any Error>)> = []
        var underWay: [Digest: Task<InspectionCache.Answer?, any Error>] = [:]
        defer { for (_, inspection) in waiting { inspection.cancel() } }

        func evaluateFirst() async throws {
            let (fetched, inspection) = waiting.removeFirst()
            try await run.add(fetched, try await inspection.value)
            if let digest = fetched.digest { underWay[digest] = nil }
            progress(run.rows)
        }

        for try await fetched in rows {
            try Task.checkCancellation()
            let inspection = inspect(fetched, after: fetched.digest.flatMap { underWay[$0] })
            if let digest = fetched.digest { underWay[digest] = inspection }
            waiting.append((fetched, inspection))
            if waiting.count >= max(1, lookahead) { try await evaluateFirst() }
        }
        while !waiting.isEmpty { try await evaluateFirst() }
        return try await run.finish()
    }

    /// Inspects a picture, or waits for the inspection of the same picture that an earlier row started.
    private func inspect(
        _ fetched: FetchedRow, after earlier: Task<InspectionCache.Answer?, any Error>?
    ) -> Task<InspectionCache.Answer?, any Error> {
        Task { [inspections] in
            guard case .kept(let image) = fetched.picture else { return nil }
            if var answer = try await earlier?.value {
                answer.isFresh = false
                return answer
            }
            return try await inspections.inspect(image, of: fetched.row)
        }
    }
}

extension FetchedRow {
    /// Not inlined: Swift 6.3.1 ends optimising the loop above with an ownership error otherwise.
    @inline(never)
    fileprivate var digest: Digest? {
        if case .kept(let image) = picture { image.digest } else { nil }
    }
}
