import Curl
import Dataset

/// Gets one file: through one door after another, again when it may help, on from where it broke off, and after
/// redirects to where rows may point too.
struct Download: Sendable {
    let client: HTTPClient
    let locations: PictureLocations
    let pace: Pace

    /// What came of it.
    enum Outcome {
        /// All of it lies at the path.
        case came(etag: String?)
        /// It is the same as when it had the known tag.
        case unchanged
        /// The rule of the finding and its message; and the outage, when the service was the reason.
        case failed(rule: String, reason: String, Outage?)
    }

    /// How many redirects are followed.
    private static let redirects = 5

    /// - Throws: `CancellationError`; a `PullError` only for a local file that can't be written.
    func callAsFunction(_ place: Place, to path: String, knownAs tag: String?, isFresh: Bool) async throws
        -> Outcome
    {
        var doors = place.doors[...]
        guard var door = doors.popFirst() else {
            return .failed(rule: "image-unavailable", reason: "no way", nil)
        }
        var policy = pace.retries
        var partial = PartialFile(path: path, resumes: pace.resumes)
        var hops = 0
        var freshTries = 0
        while true {
            let refusal: (cause: StorageRefusal.Cause, reason: String, attempt: RetryPolicy.Attempt)
            do {
                let response = try await client.send(try request(door, &partial, tag))
                switch response.status {
                case 304 where tag != nil && !partial.isResuming: return .unchanged
                case 200: return .came(etag: response.header("ETag"))
                case 206 where partial.isResuming:
                    if try partial.isWhole(response) { return .came(etag: response.header("ETag")) }
                    continue
                case 301, 302, 303, 307, 308:
                    hops += 1
                    switch follow(response, from: door, hops) {
                    case .success(let next): door = next
                    case .failure(let refused):
                        return .failed(rule: refused.rule.rawValue, reason: refused.reason, nil)
                    }
                    continue
                case 416 where partial.isResuming, 412 where partial.isResuming:
                    partial.startOver()
                    continue
                default: break
                }
                let said = StorageRefusal(response, through: door)
                refusal = (
                    said.cause, said.reason,
                    .answered(
                        response.status, retryAfter: response.header("Retry-After"),
                        words: StorageWords(response).text)
                )
            } catch let error as HTTPError {
                switch error.kind {
                case .cancelled: throw CancellationError()
                case .tooLarge:
                    return .failed(
                        rule: "image-too-large",
                        reason: "the file is above the limit of \(pace.maxBytes >> 20) MiB", nil)
                case .addressRefused: return .failed(rule: "image-host-refused", reason: error.message, nil)
                case .io:
                    throw PullError(.settings, error.message, hint: "check the state directory's free space")
                case .badReply where partial.isResuming:
                    partial.mistrust()
                    continue
                default: break
                }
                if partial.grew(before: error) { policy.forget() }
                refusal = (.passing, error.message, .broke(error.message, isTransient: error.isTransient))
            }
            switch refusal.cause {
            case .noBucket:
                if let next = doors.popFirst() {
                    door = next
                    continue
                }
            case .noAuthorization where door.key != nil && !door.insistsOnAuthorization:
                door.insistsOnAuthorization = true
                continue
            default: break
            }
            if isFresh, [.missing, .passing].contains(refusal.cause) {
                guard let pause = pace.fresh.pause(after: freshTries) else {
                    return failure(refusal.cause, "\(refusal.reason) (\(pace.fresh.words))", door)
                }
                freshTries += 1
                try await Task.sleep(for: pause)
                continue
            }
            guard refusal.cause == .passing else { return failure(refusal.cause, refusal.reason, door) }
            switch policy.next(after: refusal.attempt) {
            case .wait(let pause): try await Task.sleep(for: pause)
            case .giveUp(let reason, _): return failure(.passing, reason, door)
            }
        }
    }

    private func request(_ door: Place.Door, _ partial: inout PartialFile, _ tag: String?) throws
        -> HTTPRequest
    {
        let origin = try HTTPAddress(door.url).origin
        var request = HTTPRequest(
            door.url, headers: door.headers,
            sink: .file(path: partial.path, limit: pace.maxBytes, keepsPartial: true))
        request.stallLimit = pace.stall
        request.signature = door.signature
        request.admits = { [admits = pace.admits] in admits($0, origin) }
        request.resumeFrom = partial.start()
        if let tag, !partial.isResuming { request.headers.append(("If-None-Match", tag)) }
        if let condition = partial.condition { request.headers.append(("If-Range", condition)) }
        return request
    }

    /// Where a redirect leads, judged as if a row had named it; a key goes along only where it belongs.
    private func follow(_ response: HTTPResponse, from door: Place.Door, _ hops: Int)
        -> Result<Place.Door, PictureLocations.Refused>
    {
        func refused(_ reason: String) -> Result<Place.Door, PictureLocations.Refused> {
            .failure(.init(rule: .refused, reason: reason))
        }
        guard hops <= Self.redirects else {
            return refused("it is redirected more than \(Self.redirects) times")
        }
        guard let location = response.header("Location"), !location.isEmpty else {
            return refused("the server answered \(response.status) without saying where to")
        }
        do {
            let target = try HTTPAddress(location, relativeTo: HTTPAddress(door.url))
            let place = try locations.place(of: target.url, named: "")
            guard let next = place.doors.first else { return refused("it is redirected to nowhere") }
            return .success(next)
        } catch let error as PictureLocations.Refused {
            return refused("it is redirected elsewhere (\(response.status)): \(error.reason)")
        } catch {
            return refused("it is redirected (\(response.status)) to no URL that can be fetched: \(error)")
        }
    }

    private func failure(_ cause: StorageRefusal.Cause, _ reason: String, _ door: Place.Door) -> Outcome {
        let rule = "image-unavailable"
        switch cause {
        case .missing, .token: return .failed(rule: rule, reason: reason, nil)
        case .noBucket, .passing, .noAuthorization: return .failed(rule: rule, reason: reason, Outage(reason))
        case .key:
            let name = door.key.map { "the \($0)" } ?? "the S3 access key"
            let hint =
                door.key?.isExpired() == true
                ? "its time is over: copy a new one from the project's settings"
                : "copy the key anew from the settings of the project that pull.storage.url names"
            return .failed(
                rule: rule, reason: reason,
                Outage("Storage refused \(name): \(reason)", hint: hint, isCertain: true))
        case .project:
            return .failed(
                rule: rule, reason: reason,
                Outage(
                    reason, hint: "see the project's billing page, or restore it when it is paused",
                    isCertain: true))
        case .other:
            let isRefusal = reason.contains("answered 401") || reason.contains("answered 403")
            return .failed(rule: rule, reason: reason, isRefusal ? Outage(reason) : nil)
        }
    }
}
