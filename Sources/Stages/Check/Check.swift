public import Dataset
public import Store
public import Workers

/// The second stage: rows → report. Looks at each picture once and keeps by content what it saw; one bad
/// row never stops the rest, and every bad row is named.
public struct Check: Sendable {
    private let looker: Looker
    private let order: Order

    /// Fetches the picture of a row into the store again, whose kept file is damaged or gone; nil when it is there again,
    /// the same to the last byte, else the reason.
    public typealias FetchAgain = @Sendable (DatasetRow, SourceImage) async throws -> String?

    /// A check by an order; pictures are decoded by `eyes`, the rest of the blocking work is done on `workers`.
    public init(
        store: Store, workers: WorkerPool, eyes: Eyes, order: Order,
        fetchAgain: @escaping FetchAgain = { _, _ in "its kept file is damaged" }
    ) {
        looker = Looker(
            store: store, workers: workers, eyes: eyes, extras: order.extras, fetchAgain: fetchAgain)
        self.order = order
    }

    /// What came of checking a dataset.
    public struct Outcome: Sendable {
        /// Everything found.
        public var report: Report
        /// The rows that have a usable picture and no finding of error severity, in their order.
        public var sound: Spooled<CheckedRow>
        /// Every row as a report with pictures needs it, in their order; empty unless the order asked for them.
        public var reviews: [Reviewed] = []
        /// How many rows' pictures came.
        public var pictures: Int
        /// How many of them were opened; the others had been looked at before.
        public var opened: Int
    }

    /// Checks rows in their order while they arrive; at most `lookahead` pictures are looked at, at a time.
    ///
    /// - Parameters:
    ///   - leftOut: what lies in the source and is no row.
    ///   - progress: told after each row how many were checked.
    /// - Throws: `StoreError` when the state directory fails, `ProcessStartError`, `CancellationError`, and what `rows` throws.
    public func callAsFunction<Fetched: AsyncSequence>(
        _ rows: Fetched, of dataset: DatasetInfo, leftOut: LeftOut = LeftOut(), lookahead: Int = 4,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Outcome where Fetched.Element == FetchedRow {
        var session = try Session(order, dataset, leftOut, in: looker.store.objects)
        var waiting: [Task<Looker.Look?, any Error>] = []
        var held: [FetchedRow] = []
        var underWay: [Digest: Task<Looker.Look?, any Error>] = [:]
        defer { for task in waiting { task.cancel() } }

        func judgeFirst() async throws {
            let fetched = held.removeFirst()
            try session.take(fetched, try await waiting.removeFirst().value)
            if let digest = fetched.digest { underWay[digest] = nil }
            progress(session.rows)
        }

        for try await fetched in rows {
            try Task.checkCancellation()
            held.append(fetched)
            let look = look(at: fetched, after: fetched.digest.flatMap { underWay[$0] })
            if let digest = fetched.digest { underWay[digest] = look }
            waiting.append(look)
            if waiting.count >= max(1, lookahead) { try await judgeFirst() }
        }
        while !waiting.isEmpty { try await judgeFirst() }
        return try session.finish()
    }

    /// Looks at a picture, unless the same one is being looked at for a row before: then what that shows is taken.
    private func look(
        at fetched: FetchedRow, after earlier: Task<Looker.Look?, any Error>?
    ) -> Task<Looker.Look?, any Error> {
        Task { [looker] in
            guard case .kept(let image) = fetched.picture else { return nil }
            if let look = try await earlier?.value {
                return Looker.Look(verdict: look.verdict, isFresh: false)
            }
            return try await looker.look(at: image, of: fetched.row)
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
