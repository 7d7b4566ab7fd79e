public import Dataset
public import Store
public import Workers

/// The second stage: rows → report. Looks at each picture once and keeps by content what it saw; one bad
/// row never stops the rest, and every bad row is named.
public struct Check: Sendable {
    private let looker: Looker
    private let settings: RuleSettings
    private let resolution: Resolution

    /// A check for a resolution; pictures are decoded by `eyes`, the rest of the blocking work is done on `workers`.
    public init(
        store: Store, workers: WorkerPool, eyes: Eyes, settings: RuleSettings, resolution: Resolution
    ) {
        looker = Looker(store: store, workers: workers, eyes: eyes)
        self.settings = settings
        self.resolution = resolution
    }

    /// What came of checking a dataset.
    public struct Outcome: Sendable {
        /// Everything found.
        public var report: Report
        /// The rows that have a usable picture and no finding of error severity, in their order.
        public var sound: [CheckedRow]
        /// How many pictures were opened; the others had been looked at before.
        public var opened: Int
    }

    /// Checks rows in their order while they arrive; at most `lookahead` pictures are looked at, at a time.
    ///
    /// - Parameter progress: told after each row how many were checked.
    /// - Throws: `StoreError` when the state directory fails, `ProcessStartError`, `CancellationError`, and what `rows` throws.
    public func callAsFunction<Fetched: AsyncSequence>(
        _ rows: Fetched, of dataset: DatasetInfo, lookahead: Int = 4, progress: (Int) -> Void = { _ in }
    ) async throws -> Outcome where Fetched.Element == FetchedRow {
        let tribunal = Tribunal(
            settings, .init(trigger: dataset.trigger, resolution: resolution))
        var outcome = Outcome(
            report: Report(dataset: dataset, rows: 0, findings: []), sound: [], opened: 0)
        var waiting: [Task<Looker.Look?, any Error>] = []
        var held: [FetchedRow] = []
        defer { for task in waiting { task.cancel() } }

        func judgeFirst() async throws {
            let fetched = held.removeFirst()
            let look = try await waiting.removeFirst().value
            outcome.opened += look?.isFresh == true ? 1 : 0
            let (findings, sound) = tribunal.judge(fetched, look?.verdict)
            outcome.report.findings += findings
            outcome.report.rows += 1
            if let sound { outcome.sound.append(sound) }
            progress(outcome.report.rows)
        }

        for try await fetched in rows {
            try Task.checkCancellation()
            held.append(fetched)
            waiting.append(look(at: fetched.picture))
            if waiting.count >= max(1, lookahead) { try await judgeFirst() }
        }
        while !waiting.isEmpty { try await judgeFirst() }
        if outcome.report.rows == 0 {
            outcome.report.findings.append(
                Finding(
                    rule: "dataset-empty", severity: .error, row: nil, name: nil,
                    message: "the dataset has no rows", hint: "add pictures to the dataset"))
        }
        return outcome
    }

    private func look(at picture: FetchedRow.Picture) -> Task<Looker.Look?, any Error> {
        Task { [looker] in
            guard case .kept(let image) = picture else { return nil }
            return try await looker.look(at: image)
        }
    }
}
