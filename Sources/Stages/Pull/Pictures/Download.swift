import Curl
import Workers

/// Gets one file: by one route after another, again when it may help, on from where it broke off, and after
/// redirects to where rows may point too.
struct Download: Sendable {
    let client: HTTPClient
    let locations: PictureLocations
    let concurrency: DownloadConcurrency
    /// Threads for what blocks.
    let files: WorkerPool

    /// The result.
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

/// How patient a download is.
struct DownloadConcurrency: Sendable {
    /// The largest file that is fetched, in bytes.
    var maxBytes: Int64 = 100 << 20
    /// When a transfer that hardly moves is given up.
    var stall = HTTPRequest.StallLimit(bytesPerSecond: 1000, seconds: 20)
    /// How long one file may take in all, however steadily it drips and however often it is tried.
    var total = Duration.seconds(1800)
    /// When it is tried again.
    var retries = RetryPolicy()
    /// How long fresh uploads are waited for; one value for a whole run.
    var fresh = FreshUploads(patience: .seconds(30))
    /// Which addresses a host may have.
    var admits: @Sendable (PeerAddress, HTTPAddress.Origin) -> Bool = AddressRule.admits
    /// How often one file is gone on with where it broke off.
    var resumes = 20
}

/// Which addresses a picture's host may turn out to have. Names are judged before a request, addresses at the
/// opening of its socket, since a name that is allowed can be pointed anywhere by its owner.
enum AddressRule {
    /// A host that is named by its number was named on purpose; a name must not lead to this machine, to its
    /// network's own services (where clouds keep credentials), or to everybody.
    static func admits(_ peer: PeerAddress, for origin: HTTPAddress.Origin) -> Bool {
        if origin.isLoopback || PeerAddress(origin.host.trimming("[", "]")) != nil { return true }
        return switch peer.reach {
        case .outside, .privateNetwork: true
        case .loopback, .linkLocal, .unspecified, .multicast: false
        }
    }
}

extension String {
    fileprivate func trimming(_ start: String, _ end: String) -> String {
        hasPrefix(start) && hasSuffix(end) ? String(dropFirst(start.count).dropLast(end.count)) : self
    }
}
