import Curl
import Workers

/// Gets one file: through one door after another, again when it may help, on from where it broke off, and after
/// redirects to where rows may point too.
struct Download: Sendable {
    let client: HTTPClient
    let locations: PictureLocations
    let concurrency: DownloadConcurrency
    /// Threads for what blocks.
    let files: WorkerPool

    /// What came of it.
    enum Outcome {
        /// All of it lies at the path.
        case came(etag: String?)
        /// It is the same as when it had the known tag.
        case unchanged
        /// The rule of the finding and its message; and the outage, when the service was the reason.
        case failed(rule: String, reason: String, Outage?)
    }

    /// - Parameters:
    ///   - path: where the file is written; on failure a part may be left there.
    ///   - tag: the tag of the version that is kept already.
    ///   - isFresh: whether it may have been uploaded a moment ago.
    /// - Throws: `CancellationError`; a `PullError` only for a local file that can't be written.
    func callAsFunction(
        _ location: ObjectLocation, to path: String, knownAs tag: String?, isFresh: Bool
    ) async throws -> (outcome: Outcome, wasBusy: Bool) {
        guard var attempts = DownloadAttempts(self, location, to: path, knownAs: tag, isFresh: isFresh) else {
            return (.failed(rule: "image-unavailable", reason: "nothing leads to it", nil), false)
        }
        while true {
            if let outcome = try await attempts.step() { return (outcome, attempts.wasBusy) }
        }
    }
}
