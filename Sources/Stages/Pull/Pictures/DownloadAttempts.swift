import Curl
import Workers

/// One file being got, from request to request.
struct DownloadAttempts {
    private let download: Download
    private let tag: String?
    private let isFresh: Bool
    private var route: ObjectLocation.Route
    private var otherRoutes: ArraySlice<ObjectLocation.Route>
    private var policy: RetryPolicy
    private var partial: PartialFile
    private let deadline: ContinuousClock.Instant
    private var hops = 0
    private var freshTries = 0
    /// Whether the service said on the way that it has too much to do.
    private(set) var wasBusy = false

    /// How many redirects are followed.
    private static let redirects = 5

    init?(
        _ download: Download, _ location: ObjectLocation, to path: String, knownAs tag: String?, isFresh: Bool
    ) {
        guard let first = location.routes.first else { return nil }
        self.download = download
        self.tag = tag
        self.isFresh = isFresh
        route = first
        otherRoutes = location.routes.dropFirst()
        deadline = .now + download.concurrency.total
        policy = download.concurrency.retries
        partial = PartialFile(path: path, resumes: download.concurrency.resumes)
    }

    /// One request with what follows from its answer; nil when another has to be made.
    mutating func step() async throws -> Download.Outcome? {
        let response: HTTPResponse
        do {
            response = try await download.client.send(try request())
        } catch let error as HTTPError {
            return try await broke(error)
        }
        switch response.status {
        case 304 where tag != nil && !partial.isResuming: return .unchanged
        case 200: return .came(etag: response.header("ETag"))
        case 206 where partial.isResuming:
            let isWhole = try await download.files.run { [partial] in try partial.isWhole(response) }
            if isWhole { return .came(etag: response.header("ETag")) }
            partial.mistrust()
            return nil
        case 301, 302, 303, 307, 308: return follow(response)
        case 412 where partial.isResuming, 416 where partial.isResuming:
            partial.startOver()
            return nil
        default: return try await refused(response)
        }
    }

    private mutating func request() throws -> HTTPRequest {
        let concurrency = download.concurrency
        let origin = try HTTPAddress(route.url).origin
        var request = HTTPRequest(
            route.url, headers: route.headers,
            sink: .file(path: partial.path, limit: concurrency.maxBytes, keepsPartial: true))
        request.stallLimit = concurrency.stall
        request.totalTimeout = max(.seconds(1), deadline - .now)
        request.signature = route.signature
        request.admits = { [admits = concurrency.admits] in admits($0, origin) }
        request.resumeFrom = partial.offset
        if let tag, !partial.isResuming { request.headers.append(("If-None-Match", tag)) }
        if let condition = partial.condition { request.headers.append(("If-Range", condition)) }
        return request
    }

    /// No complete answer came.
    private mutating func broke(_ error: HTTPError) async throws -> Download.Outcome? {
        switch error.kind {
        case .cancelled: throw CancellationError()
        case .tooLarge:
            let limit = download.concurrency.maxBytes >> 20
            return .failed(
                rule: "image-too-large", reason: "the file is above the limit of \(limit) MiB", nil)
        case .addressRefused: return .failed(rule: "image-host-refused", reason: error.message, nil)
        case .io:
            throw PullError(.machine, error.message, hint: "check the state directory and its free space")
        case .badReply where partial.isResuming:
            partial.mistrust()
            return nil
        default: break
        }
        // What came further than the last time deserves as much patience again.
        if partial.grew(before: error) { policy.reset() }
        return try await again(
            .passing, error.message, .broke(error.message, isTransient: error.isTransient))
    }

    /// An answer came, and no picture.
    private mutating func refused(_ response: HTTPResponse) async throws -> Download.Outcome? {
        let refusal = StorageRefusal(response, through: route)
        if response.status == 429 || response.status == 544 { wasBusy = true }
        if refusal.cause == .noBucket, let next = otherRoutes.popFirst() {
            route = next
            return nil
        }
        if refusal.cause == .noAuthorization, route.key != nil, !route.insistsOnAuthorization {
            route.insistsOnAuthorization = true
            return nil
        }
        return try await again(
            refusal.cause, refusal.reason,
            .answered(
                response.status, retryAfter: response.retryAfter(),
                words: StorageWords(response, hiding: route.secrets).text))
    }

    /// Waits where another try may help; the outcome where it can't.
    private mutating func again(
        _ cause: StorageRefusal.Cause, _ reason: String, _ attempt: RetryPolicy.Attempt
    ) async throws -> Download.Outcome? {
        if deadline < .now { return .failure(cause, reason, route) }
        switch cause {
        case .missing: return try await waitForUpload() ? nil : .failure(cause, reason + lateness, route)
        case .passing:
            switch policy.next(after: attempt) {
            case .wait(let pause):
                try await Task.sleep(for: pause)
                return nil
            case .giveUp(let reason):
                guard attempt.isTransient else { return .failure(.passing, reason, route) }
                policy.reset()
                return try await waitForUpload() ? nil : .failure(.passing, reason + lateness, route)
            }
        case .noBucket, .key, .noAuthorization, .token, .project, .other:
            return .failure(cause, reason, route)
        }
    }

    /// Waits for an upload that may still be on its way; false when it isn't, or the run's time for that is over.
    private mutating func waitForUpload() async throws -> Bool {
        guard isFresh, let pause = download.concurrency.fresh.pause(after: freshTries) else { return false }
        freshTries += 1
        try await Task.sleep(for: pause)
        return true
    }

    private var lateness: String { isFresh ? " (\(download.concurrency.fresh.words))" : "" }

    /// Where a redirect leads is judged as if a row had named it; a key goes along only where it belongs.
    private mutating func follow(_ response: HTTPResponse) -> Download.Outcome? {
        func refused(_ reason: String) -> Download.Outcome {
            .failed(rule: "image-host-refused", reason: reason, nil)
        }
        hops += 1
        guard hops <= Self.redirects else {
            return refused("it is redirected more than \(Self.redirects) times")
        }
        guard let location = response.header("Location"), !location.isEmpty else {
            return refused("the server answered \(response.status) without saying where to")
        }
        do {
            let target = try HTTPAddress(location, relativeTo: HTTPAddress(route.url))
            guard let next = try download.locations.objectLocation(of: target.url, named: "").routes.first
            else {
                return refused("it is redirected to nowhere")
            }
            route = next
            return nil
        } catch let error as PictureLocations.Refused {
            return refused("it is redirected elsewhere (\(response.status)): \(error.reason)")
        } catch {
            return refused("it is redirected (\(response.status)) to no URL that can be fetched: \(error)")
        }
    }
}

extension Download.Outcome {
    /// The outcome of a last refusal: a fault of the picture, or of the service.
    fileprivate static func failure(
        _ cause: StorageRefusal.Cause, _ reason: String, _ route: ObjectLocation.Route
    ) -> Download.Outcome {
        let outage: Outage? =
            switch cause {
            case .missing, .token: nil
            case .noBucket, .passing, .noAuthorization: Outage(reason)
            case .key: .refusing(route, reason)
            case .project:
                Outage(
                    reason, hint: "see the project's billing page, or restore it when it is paused",
                    isCertain: true)
            case .other(let isRefusal): isRefusal ? Outage(reason) : nil
            }
        return .failed(rule: "image-unavailable", reason: reason, outage)
    }
}
