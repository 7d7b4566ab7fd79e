public import Check
public import Dataset
public import Pack
import Store
public import Train
import Workers

/// The use cases. Each starts a run and returns at once; the command line and a page call the same.
public struct Runs: Sendable {
    let context: RunContext
    /// The process's environment, for the programs that a notification starts.
    let environment: [String: String]

    /// Runs that share a state directory, threads and network.
    ///
    /// - Parameter environment: the process's, for the programs that a notification starts.
    public init(_ context: RunContext, environment: [String: String]) {
        self.context = context
        self.environment = environment
    }

    /// Rows → report.
    ///
    /// - Parameter keepingReviews: whether the value holds each row as a report with images needs it.
    public func preflight(_ file: PipelineFile, keepingReviews: Bool = false) -> RunHandle<Check.Outcome> {
        start { pipeline in try await pipeline(file).check(keepingReviews: keepingReviews) }
    }

    /// Rows → contact sheet; nil when the dataset has no rows.
    ///
    /// - Parameters:
    ///   - count: how many of the first rows are shown; nil for all.
    ///   - base: the path of its files without their endings.
    public func preview(_ file: PipelineFile, first count: Int?, to base: String) -> RunHandle<Preview?> {
        start { pipeline in try await pipeline(file).preview(first: count, to: base) }
    }

    /// Rows → manifest.
    public func export(_ file: PipelineFile, to directory: String, _ options: Pack.Options)
        -> RunHandle<Export>
    {
        start { pipeline in try await pipeline(file).export(to: directory, options) }
    }

    /// Rows that a lock names → the same export, by the lock's recipe and training parameters.
    ///
    /// - Parameters:
    ///   - path: the lock, or the directory of its export, whose captions are read where they differ.
    ///   - acceptsChanges: whether to write the export although its payload differs from the lock's.
    public func replay(
        _ lock: Manifest, at path: String, _ file: PipelineFile, to directory: String,
        _ options: Pack.Options, acceptsChanges: Bool
    ) -> RunHandle<Replay> {
        start { pipeline in
            let texts = Replay.captionDirectory(path)
            return try await pipeline(try file.replaying(lock)).replay(
                lock, to: directory, options, acceptsChanges: acceptsChanges
            ) { try CaptionTexts.read($0, in: texts, of: lock) }
        }
    }

    /// Cancels a job, and waits until the trainer shows that it ended.
    ///
    /// - Parameter waits: false to return as soon as the trainer has taken the request.
    public func cancel(_ jobID: String, at endpoint: Endpoint, waits: Bool = true)
        -> RunHandle<Cancel.Outcome>
    {
        RunHandle { [context] run in
            try await run.stoppable { try await context.cancel(jobID, at: endpoint, waits: waits, run) }
        }
    }

    /// - Parameter body: gets what makes a pipeline whose events are the run's.
    private func start<Value: Sendable>(
        _ body: @escaping @Sendable (@Sendable (PipelineFile) -> Pipeline) async throws -> Value
    ) -> RunHandle<Value> {
        RunHandle { [context] run in
            try await run.stoppable { try await body { Pipeline($0, context, emit: run.emit) } }
        }
    }
}

extension RunContext {
    /// Cancels a job of a run.
    func cancel(_ jobID: String, at endpoint: Endpoint, waits: Bool = true, _ run: RunScope) async throws
        -> Cancel.Outcome
    {
        let client = TrainerClient(endpoint, http: http(for: endpoint))
        return try await Cancel(client: client, ledger: store.ledger)(jobID, waits: waits) {
            run.emit(.cancelRetrying($0, pause: $1))
        }
    }
}
