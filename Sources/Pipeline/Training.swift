public import Dataset
import MusubiAPI
public import Store
public import Train

/// The last stage with its events: an export is submitted, and its job followed to the end.
public struct Training: Sendable {
    private let client: TrainerClient
    private let tools: RunContext
    private let run: String
    private let emit: @Sendable (Event) -> Void

    /// Training at one trainer.
    ///
    /// - Parameter run: the run's name, as its outcome has it.
    public init(
        _ endpoint: Endpoint, _ tools: RunContext, run: String, emit: @escaping @Sendable (Event) -> Void
    ) {
        client = TrainerClient(endpoint, http: tools.http(for: endpoint))
        self.tools = tools
        self.run = run
        self.emit = emit
    }

    /// Submits an export's payload. The export must stay as it is until this returns.
    public func submit(_ directory: String, _ manifest: ManifestHead, _ options: Submit.Options) async throws
        -> Submit.Outcome
    {
        emit(.stage(.train))
        let (ledger, endpoint) = (try await tools.store.ledger, client.endpoint.url)
        let outcome = try await Submit(client: client, store: tools.store)(
            export: directory, manifest: manifest, options,
            emit: { emit(.message($0)) },
            willSend: {
                emit(
                    .forecast(
                        try await DurationEstimate.read(
                            for: manifest, at: endpoint, price: options.price, from: ledger)))
            },
            onUpload: { [emit] sent, all in emit(.uploading(sent, of: all)) })
        switch outcome {
        case .started(let id): emit(.submitted(jobID: id, endpoint: endpoint))
        case .running(let id): emit(.attached(jobID: id, endpoint: endpoint))
        case .trained(let submission):
            try await writeReceipt(of: submission)
            emit(
                .trainedBefore(
                    jobID: submission.jobID ?? "", job: submission.job, endpoint: submission.endpoint,
                    submittedAt: submission.intendedAt))
        }
        return outcome
    }

    /// Follows the job of a submission to its end, where there is anything to follow.
    ///
    /// - Parameter detach: to return at once when the trainer has the job.
    public func follow(_ submitted: Submit.Outcome, outputName: String?, detach: Bool) async throws
        -> RunOutcome
    {
        switch submitted {
        case .trained(let submission):
            let job = submission.job.flatMap(TrainingJob.init(json:))
            return RunOutcome(
                run, outputName,
                trainedBefore: job ?? TrainingJob(id: submission.jobID ?? "", status: .completed))
        case .started(let id), .running(let id):
            if detach { return RunOutcome(run, outputName, handedOver: id) }
            return try await follow(id, outputName: outputName)
        }
    }

    /// Checks once whether submissions whose answer was lost have become jobs, and returns which.
    ///
    /// - Throws: `StoreError`, and `TrainError` when the trainer can't be asked.
    @discardableResult
    public func settle() async throws -> [Submission] {
        let found = try await Reconcile(client: client, store: tools.store)()
        for submission in found {
            let id = (submission.jobID ?? "").printableLine
            emit(
                .message(
                    "the trainer has the job of \(submission.outputName.printableLine), whose answer was lost: \(id)"
                ))
        }
        return found
    }

    /// Beside the export, as long as that holds what was trained. Written before the last event, which is the job's
    /// end.
    private func writeReceipt(of submission: Submission) async throws(StoreError) {
        switch try await Receipt.write(for: submission, ledger: tools.store.ledger) {
        case .file(let path): emit(.receipt(path))
        case .none(let reason): emit(.message("no receipt is written: \(reason)"))
        }
    }

    /// Follows a job that the trainer has to its end.
    public func follow(_ jobID: String, outputName: String?) async throws -> RunOutcome {
        let job = try await Track(client: client, ledger: tools.store.ledger)(jobID) { emit(.job($0)) }
        let ledger = try await tools.store.ledger
        if let submission = try await ledger.submission(ofJob: jobID, at: client.endpoint.url) {
            try await writeReceipt(of: submission)
        }
        emit(.finished(jobID: jobID, job))
        return job.map { RunOutcome(run, outputName, ended: $0) } ?? RunOutcome(run, outputName, lost: jobID)
    }
}
