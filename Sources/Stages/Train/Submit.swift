import Curl
public import Dataset
import MusubiAPI
public import Store

/// Hands a payload over, once. A run costs hours of GPU, so the intent is on disk before the first byte
/// leaves, and nothing whose fate is unknown is sent a second time unasked.
public struct Submit: Sendable {
    private let client: TrainerClient
    private let ledger: Ledger

    /// A submitter to one trainer.
    public init(client: TrainerClient, ledger: Ledger) {
        self.client = client
        self.ledger = ledger
    }

    /// What came of it.
    public enum Outcome: Sendable {
        /// The trainer started a job for it.
        case started(jobID: String)
        /// This payload was handed over before and its job was not yet seen to end: nothing was sent.
        case running(jobID: String)
    }

    /// How long the trainer may be silent while it takes in the body or thinks about it, in seconds.
    private static let patience = 600

    /// Sends `export`/payload.json.
    ///
    /// - Parameters:
    ///   - manifest: what the export's lock says of it as a whole.
    ///   - resubmit: whether to send although an earlier attempt's fate is not known.
    ///   - onUpload: bytes sent and bytes in all; called on another thread.
    /// - Throws: `TrainError`; of kind `unresolved` when it is not known whether a job was started.
    public func callAsFunction(
        export: String, manifest: ManifestHead, resubmit: Bool = false,
        onUpload: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let earlier = try ledger.submissions(of: manifest.payload.digest, to: client.endpoint.url)
        if let jobID = earlier.first(where: { $0.phase == .acknowledged })?.jobID {
            return .running(jobID: jobID)
        }
        // The newest stand first. A doubt from before a later job was settled when that job was asked for.
        let doubtful = earlier.prefix { $0.phase != .ended }
        if !resubmit, let doubt = doubtful.first(where: { $0.phase == .intended || $0.phase == .lost }) {
            throw unresolved(
                doubt.phase == .lost
                    ? "it knew job \(doubt.jobID ?? "") and then lost it"
                    : "an earlier attempt got no clear answer")
        }

        var submission = try ledger.intend(
            Submission(
                payload: manifest.payload.digest, endpoint: client.endpoint.url,
                dialect: client.endpoint.dialect.rawValue,
                outputName: manifest.training["output_name"]?.string ?? "", images: manifest.payload.images,
                export: export))
        if try hasRival(submission, earlier) {
            submission.phase = .refused
            try ledger.update(submission)
            throw unresolved("another lorapipe is handing it over right now")
        }
        let response: HTTPResponse
        do {
            response = try await client.exchange(request(export + "/payload.json", manifest, onUpload))
        } catch let error where !error.mayHaveReachedServer {
            submission.phase = .refused
            try ledger.update(submission)
            if error.kind == .cancelled { throw CancellationError() }
            throw unsent(error)
        } catch {
            throw unresolved(error.message)
        }
        return .started(jobID: try settle(submission, response))
    }

    private func request(
        _ path: String, _ manifest: ManifestHead, _ onUpload: @escaping @Sendable (Int64, Int64) -> Void
    ) -> HTTPRequest {
        var request = HTTPRequest(
            client.endpoint.url(of: .train), method: "POST",
            headers: [("Content-Type", "application/json")] + client.authorization,
            body: .file(path: path, length: manifest.payload.bytes))
        request.singleUse = true
        request.expect100 = true
        request.stallLimit = .init(bytesPerSecond: 1, seconds: Self.patience)
        request.onUpload = onUpload
        return request
    }

    /// Whether another process wrote down the same intent between this one's look and its own intent. The ledger
    /// numbers intents, and the first of them goes on.
    private func hasRival(_ own: Submission, _ earlier: [Submission]) throws(StoreError) -> Bool {
        let known = Set(earlier.map(\.id))
        return try ledger.submissions(of: own.payload, to: own.endpoint).contains {
            $0.id < own.id && !known.contains($0.id) && ($0.phase == .intended || $0.phase == .acknowledged)
        }
    }

    /// An error of before the first byte.
    private func unsent(_ error: HTTPError) -> TrainError {
        if error.kind == .io {
            return TrainError(
                .unreachable, "nothing was sent to the trainer at \(client.endpoint.url): \(error.message)",
                hint: "lorapipe verify tells whether the export is whole; if it is not, export again")
        }
        return TrainError(
            .unreachable,
            "the trainer at \(client.endpoint.url) could not be reached, nothing was sent: \(error.message)",
            hint: "check train.endpoint, and that the trainer is up (lorapipe health)")
    }

    /// What the answer means: a job, a refusal, or neither surely.
    private func settle(_ intended: Submission, _ response: HTTPResponse) throws -> String {
        var submission = intended
        switch response.status {
        case 200..<300:
            guard let json = Refusal.readJSON(response), let job = client.endpoint.dialect.job(in: json)
            else {
                throw unresolved("it answered \(response.status) without a job id")
            }
            submission.phase = .acknowledged
            submission.jobID = job.id
            submission.job = job.json
            try ledger.update(submission)
            return job.id
        case 500...:
            throw unresolved("it answered \(response.status): \(client.words(of: response))")
        default:
            submission.phase = .refused
            try ledger.update(submission)
            throw client.refusal(response)
        }
    }

    private func unresolved(_ why: String) -> TrainError {
        TrainError(
            .unresolved,
            "it is not known whether the trainer at \(client.endpoint.url) started a job for this payload: \(why)",
            hint:
                "look at lorapipe jobs; lorapipe watch ID follows the job when it is there; only if it is not, send again with --resubmit"
        )
    }
}
