public import Dataset
public import MusubiAPI
public import Store
public import Train

/// The last stage with what it tells: an export handed over, and followed to its end.
public struct Training: Sendable {
    private let client: TrainerClient
    private let tools: Workshop
    private let tell: @Sendable (Event) -> Void

    /// What the user wants besides.
    public struct Wishes: Sendable {
        /// Whether to leave as soon as the trainer has given a job id.
        public var detach: Bool
        /// Whether to send although an earlier attempt's fate is not known, or a job of the same output name is under way
        /// that is not known here.
        public var resubmit: Bool
        /// Whether to train a payload once more that was trained to the end.
        public var again: Bool
        /// What an hour at the trainer costs; nil where nobody says.
        public var price: Price?
        /// Asked what to do about such a job.
        public var onLiveJob: @Sendable (TrainingJob) async throws -> Submit.LiveJobAnswer = { _ in .stop }

        /// Wishes; by default to stay, to stop at doubt, and to train nothing twice.
        public init(detach: Bool = false, resubmit: Bool = false, again: Bool = false, price: Price? = nil) {
            self.detach = detach
            self.resubmit = resubmit
            self.again = again
            self.price = price
        }
    }

    /// How it ended.
    public enum Ending: Sendable {
        /// The trainer has the job; nobody follows it.
        case detached(jobID: String)
        /// Completed, failed or cancelled.
        case seen(TrainingJob)
        /// The same payload was trained to the end before; nothing was sent. The job as it was seen then.
        case trainedBefore(TrainingJob)
        /// The trainer does not know the job any more.
        case lost(jobID: String)
    }

    /// How the handing over ended.
    public enum HandedOver: Sendable {
        /// The trainer has the job.
        case running(jobID: String)
        /// The same payload was trained to the end before; nothing was sent. The job as it was seen then.
        case trainedBefore(TrainingJob)
    }

    /// Training at one trainer.
    public init(_ endpoint: Endpoint, _ tools: Workshop, tell: @escaping @Sendable (Event) -> Void) {
        client = TrainerClient(endpoint, http: tools.http(for: endpoint))
        self.tools = tools
        self.tell = tell
    }

    /// Hands an export's payload over and follows the job.
    public func callAsFunction(_ directory: String, _ manifest: ManifestHead, _ wishes: Wishes) async throws
        -> Ending
    {
        try await follow(try await handOver(directory, manifest, wishes), wishes)
    }

    /// Hands an export's payload over. The export must stay as it is until this returns.
    public func handOver(_ directory: String, _ manifest: ManifestHead, _ wishes: Wishes) async throws
        -> HandedOver
    {
        tell(.stage(.train))
        let (ledger, endpoint) = (try tools.store.ledger, client.endpoint.url)
        let outcome = try await Submit(client: client, store: tools.store)(
            export: directory, manifest: manifest,
            .init(
                again: wishes.again, resubmit: wishes.resubmit, price: wishes.price,
                onLiveJob: wishes.onLiveJob),
            tell: { tell(.notice($0)) },
            willSend: {
                tell(
                    .forecast(
                        try Forecast.read(for: manifest, at: endpoint, price: wishes.price, from: ledger)))
            },
            onUpload: { [tell] sent, all in tell(.uploading(sent, of: all)) })
        switch outcome {
        case .started(let id):
            tell(.submitted(jobID: id, endpoint: endpoint))
            return .running(jobID: id)
        case .running(let id):
            tell(.attached(jobID: id, endpoint: endpoint))
            return .running(jobID: id)
        case .trained(let submission):
            try writeReceipt(of: submission)
            tell(.trainedBefore(submission))
            let job = submission.job.flatMap(TrainingJob.init(json:))
            return .trainedBefore(job ?? TrainingJob(id: submission.jobID ?? "", status: .completed))
        }
    }

    /// Follows what was handed over, where there is anything to follow.
    public func follow(_ handed: HandedOver, _ wishes: Wishes) async throws -> Ending {
        switch handed {
        case .trainedBefore(let job): .trainedBefore(job)
        case .running(let id): wishes.detach ? .detached(jobID: id) : try await follow(id)
        }
    }

    /// Looks once whether submissions whose answer was lost have become jobs, and tells which.
    ///
    /// - Throws: `StoreError`, and `TrainError` when the trainer can't be asked.
    @discardableResult
    public func settle() async throws -> [Submission] {
        let found = try await Settle(client: client, store: tools.store)()
        for submission in found {
            let id = (submission.jobID ?? "").printableLine
            tell(
                .notice(
                    "the trainer has the job of \(submission.outputName.printableLine), whose answer was lost: \(id)"
                ))
        }
        return found
    }

    /// Beside the export, as long as that holds what was trained. Written before the last event, which is the job's end.
    private func writeReceipt(of submission: Submission) throws(StoreError) {
        switch try Receipt.write(for: submission, ledger: tools.store.ledger) {
        case .file(let path): tell(.receipt(path))
        case .none(let reason): tell(.notice("no receipt is written: \(reason)"))
        }
    }

    /// Follows a job that the trainer has.
    public func follow(_ jobID: String) async throws -> Ending {
        let ending = try await Track(client: client, ledger: tools.store.ledger)(jobID) { event in
            switch event {
            case .progress(let job, let remaining): tell(.progress(job, remaining: remaining))
            case .notice(let notice, let job): tell(.turn(notice, job))
            case .standing(let job, let still): tell(.standing(job, for: still))
            case .trouble(let message, let pause): tell(.trouble(message, pause: pause))
            }
        }
        let ledger = try tools.store.ledger
        if let submission = try ledger.submission(ofJob: jobID, at: client.endpoint.url) {
            try writeReceipt(of: submission)
        }
        switch ending {
        case .seen(let job):
            tell(.finished(jobID: jobID, job))
            return .seen(job)
        case .lost:
            tell(.finished(jobID: jobID, nil))
            return .lost(jobID: jobID)
        }
    }
}
