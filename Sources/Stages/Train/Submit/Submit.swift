import Curl
public import Dataset
import Foundation
public import MusubiAPI
public import Store

/// Hands a payload over, once. A run costs hours of GPU, so the intent is on disk before the first byte leaves, what is
/// not known is asked of the trainer, and nothing whose fate stays unknown is sent a second time unasked.
public struct Submit: Sendable {
    private let client: TrainerClient
    private let store: Store
    private let time: Timekeeper

    /// A submitter to one trainer.
    public init(client: TrainerClient, store: Store, time: Timekeeper = .real) {
        self.client = client
        self.store = store
        self.time = time
    }

    /// What the user says beforehand.
    public struct Options: Sendable {
        /// To train a payload once more that was trained to the end.
        public var again: Bool
        /// To send although it is not known whether an earlier attempt started a job, and the trainer does not show it;
        /// or although it is at work on a job of the same output name that is not known here.
        public var resubmit: Bool
        /// What an hour at the trainer costs, to be kept with the submission; nil where nobody says.
        public var price: Price?
        /// Asked what to do when the trainer is at work on a job of the same output name that is not known here.
        public var onLiveJob: @Sendable (TrainingJob) async throws -> LiveJobAnswer

        /// Options; by default none is set.
        public init(
            again: Bool = false, resubmit: Bool = false, price: Price? = nil,
            onLiveJob: @escaping @Sendable (TrainingJob) async throws -> LiveJobAnswer = { _ in .stop }
        ) {
            self.again = again
            self.resubmit = resubmit
            self.price = price
            self.onLiveJob = onLiveJob
        }
    }

    /// A person's answer about a running job of the same output name.
    public enum LiveJobAnswer: Sendable, Equatable {
        /// Send the payload all the same.
        case send
        /// Send nothing, and follow that job.
        case follow
        /// Send nothing.
        case stop
    }

    /// The result.
    public enum Outcome: Sendable {
        /// The trainer started a job for it.
        case started(jobID: String)
        /// This payload was submitted before and its job was not yet seen to end: nothing was sent.
        case running(jobID: String)
        /// This payload was trained to the end before: nothing was sent.
        case trained(Submission)
    }

    /// Sends `export`/payload.json, unless it is at the trainer already.
    ///
    /// - Parameters:
    ///   - manifest: the head of the export's lock.
    ///   - emit: takes what people should know while they wait, in a sentence.
    ///   - willSend: called once when it is sure that a run begins with this.
    ///   - onUpload: bytes sent and bytes in all; called on another thread.
    /// - Throws: `TrainError`; of kind `unresolved` when it is not known whether a job was started. `StoreError`, and
    ///   `CancellationError`.
    public func callAsFunction(
        export: String, manifest: ManifestHead, _ options: Options = Options(),
        emit: (String) -> Void = { _ in }, willSend: () async throws -> Void = {},
        onUpload: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let lock = try await lock(emit)
        defer { withExtendedLifetime(lock) {} }
        let ledger = try await store.ledger
        let earlier = try await ledger.submissions(of: manifest.payload.digest)
        // The ledger is read in other folders too.
        let path = URL(fileURLWithPath: export).path
        var submission = Submission(
            payload: manifest.payload.digest, endpoint: client.endpoint.url,
            dialect: client.endpoint.dialect.rawValue,
            outputName: manifest.training["output_name"]?.string ?? "", images: manifest.payload.images,
            export: path)
        switch SubmissionStatus(earlier, at: client.endpoint.url) {
        case .running(let known): return .running(jobID: known.jobID ?? "")
        case .trained(let known) where !options.again: return .trained(known)
        case .lost(let known):
            if let id = known.jobID, try await isThere(id) { return .running(jobID: id) }
            guard options.resubmit else { throw client.lost(known.jobID ?? "") }
        case .open(let known): submission = known
        case .new, .trained: break
        }
        submission.export = path
        if let locked = Receipt.lockedPayload(in: export), locked != manifest.payload.digest {
            throw client.exportChanged(export, "its lock names another payload")
        }
        submission.lock = try Self.digest(of: export + "/manifest.lock.json")
        if submission.phase == .intended {
            // One whose body has left already keeps what was there before that: its job must not count as known.
            if submission.sentAt == nil {
                let listed = try await KnownJobs(client: client, time: time)(emit)
                submission.knownJobs = listed.map { Set($0.map(\.id)) }
                let live = LiveJobs.named(submission.outputName, in: listed ?? [])
                if !options.resubmit, let job = live.first {
                    switch try await options.onLiveJob(job) {
                    case .send: break
                    case .follow: return .running(jobID: job.id)
                    case .stop: throw client.occupied(by: job)
                    }
                }
            }
            try await warnOfOverwriting(submission, ledger, emit)
            try await willSend()
        }
        if submission.id == 0 {
            submission.bytes = manifest.payload.bytes
            submission.dataset = manifest.dataset.name
            submission.training = manifest.training
            submission.key = UUID().uuidString.lowercased()
            submission.price = options.price
            submission = try await ledger.intend(submission)
        }
        let delivery = SubmissionDriver(client: client, store: store, time: time, onUpload: onUpload)
        return .started(jobID: try await delivery(submission, resubmits: options.resubmit, emit))
    }

    /// Waits for the right to submit to this trainer. Others wait too: only jobs that start one after the other can be
    /// distinguished in the trainer's list.
    private func lock(_ emit: (String) -> Void) async throws -> [FileLock] {
        var hasTold = false
        while true {
            if let lock = try await store.submissionLock(to: client.endpoint.url) { return lock }
            if !hasTold {
                let holder =
                    try await store.submissionLockHolder(to: client.endpoint.url).map { " (\($0))" } ?? ""
                emit(
                    "another lorapipe is submitting to \(client.endpoint.url)\(holder): waiting until it is done"
                )
            }
            hasTold = true
            try await time.pause(.milliseconds(250))
        }
    }

    /// The trainer names the file by the output name alone.
    private func warnOfOverwriting(
        _ submission: Submission, _ ledger: Ledger, _ emit: (String) -> Void
    ) async throws(StoreError) {
        let name = submission.outputName.lowercased()
        let earlier = try await ledger.submissions(to: submission.endpoint).first {
            $0.isCompleted && $0.outputName.lowercased() == name && $0.payload != submission.payload
        }
        if let earlier {
            emit(
                "the trainer will write \(submission.outputName) over that of job \((earlier.jobID ?? "").printableLine), which was trained from another payload"
            )
        }
    }

    /// Whether the trainer shows a job that it had denied.
    private func isThere(_ id: String) async throws(TrainError) -> Bool {
        do throws(TrainError) {
            _ = try await client.status(of: id)
            return true
        } catch  where error.kind == .unknownJob {
            return false
        }
    }

    /// The digest of an export's lock; nil where there is none.
    private static func digest(of path: String) throws(StoreError) -> Digest? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var digest = RunningDigest()
        try FileBytes.forEachChunk(of: path) { digest.update($0) }
        return digest.finish()
    }
}
