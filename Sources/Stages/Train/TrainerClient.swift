public import Curl
public import Dataset
public import MusubiAPI

/// The calls of the Musubi Tuner API that only ask; they may be repeated freely.
public struct TrainerClient: Sendable {
    /// The trainer.
    public let endpoint: Endpoint
    private let http: HTTPClient

    /// A client of one trainer.
    public init(_ endpoint: Endpoint, http: HTTPClient) {
        self.endpoint = endpoint
        self.http = http
    }

    /// A job as the trainer shows it now.
    public func status(of id: String) async throws(TrainError) -> TrainingJob {
        let answer = try await ask(.status(id), about: id)
        if let job = endpoint.dialect.job(in: answer) {
            // Another job's end must never be taken for this one's.
            if job.id == id { return job }
            throw unexpected(.status(id))
        }
        // "Any may be null or absent", the id too: it is the one that was asked for.
        let shown = answer["job"] ?? answer
        guard shown["status"]?.string != nil, let members = shown.members,
            let job = TrainingJob(json: .object([.init("job_id", .string(id))] + members))
        else { throw unexpected(.status(id)) }
        return job
    }

    /// Every job the trainer knows.
    public func jobs() async throws(TrainError) -> [TrainingJob] {
        guard let jobs = endpoint.dialect.jobs(in: try await ask(.jobs)) else { throw unexpected(.jobs) }
        return jobs
    }

    /// A job's log lines, whatever shape they come in, without terminal control characters.
    public func logs(of id: String) async throws(TrainError) -> [String] {
        Self.logLines(in: try await log(of: id, [])).lines.map(\.withoutTerminalSequences)
    }

    /// An answer that holds a job's log, or says with 304, 206 or 416 how it differs from what the headers name.
    func log(of id: String, _ headers: [(name: String, value: String)]) async throws(TrainError)
        -> HTTPResponse
    {
        let request = HTTPRequest(
            endpoint.url(of: .logs(id)), headers: headers, sink: .memory(limit: 64 << 20))
        return try await send(request, about: id, taking: headers.isEmpty ? [] : [304, 416])
    }

    /// The lines of a log as they are, and whether it came as a plain text.
    static func logLines(in response: HTTPResponse) -> (lines: [String], isText: Bool) {
        let json = Refusal.readJSON(response)
        if let json, isNoLog(json) { return ([], false) }
        if let lines = json.flatMap(Dialect.logLines(in:)) { return (lines, false) }
        return (Dialect.lines(of: response.text), true)
    }

    /// The lines of a piece of a log, without our secrets: one can be in two pieces, each of which holds a half.
    func shownLines(of bytes: [UInt8]) -> [String] {
        Dialect.lines(of: String(decoding: bytes, as: UTF8.self).redacting(endpoint.secrets))
    }

    /// A null, bare or under `logs`, however deep: nothing was logged yet.
    private static func isNoLog(_ json: JSONValue) -> Bool {
        json == .null || json["logs"].map(isNoLog) ?? false
    }

    /// What `GET /health` answers with 200.
    public func health() async throws(TrainError) -> JSONValue {
        let response = try await send(HTTPRequest(endpoint.url(of: .health)), about: nil)
        return Refusal.readJSON(response) ?? .string(response.text.printableLine)
    }

    /// Asks the trainer to stop a job, and gives its answer; null when it has no body. That the job stopped is only
    /// seen from its status.
    public func cancel(_ id: String) async throws(TrainError) -> JSONValue {
        let request = HTTPRequest(
            endpoint.url(of: .cancel(id)), method: "POST", body: .bytes([]), sink: .memory(limit: 16 << 20))
        let response = try await send(request, about: id)
        if response.body.isEmpty { return .null }
        guard let json = Refusal.readJSON(response) else { throw unexpected(.cancel(id)) }
        return json
    }

    private func ask(_ call: Dialect.Call, about id: String? = nil) async throws(TrainError) -> JSONValue {
        let request = HTTPRequest(endpoint.url(of: call), sink: .memory(limit: 16 << 20))
        guard let json = Refusal.readJSON(try await send(request, about: id)) else { throw unexpected(call) }
        return json
    }

    /// Sends with the token, and turns whatever is no success into an error.
    ///
    /// - Parameter more: statuses that are answers here.
    private func send(_ request: HTTPRequest, about id: String?, taking more: Set<Int> = [])
        async throws(TrainError) -> HTTPResponse
    {
        var request = request
        request.headers += authorization
        request.totalTimeout = .seconds(60)
        let response: HTTPResponse
        do {
            response = try await exchange(request)
        } catch {
            throw unreached(error)
        }
        if (200..<300).contains(response.status) || more.contains(response.status) { return response }
        // A proxy's page says nothing of the job, only that the trainer was not asked.
        if response.status == 404, let id, Refusal.readJSON(response) != nil {
            throw TrainError(
                .unknownJob, "the trainer at \(endpoint.url) does not know a job \(id.printableLine)",
                hint: "list its jobs with lorapipe jobs")
        }
        throw refusal(response)
    }

    var authorization: [(name: String, value: String)] {
        endpoint.token.map { [("Authorization", "Bearer \($0)")] } ?? []
    }

    func refusal(_ response: HTTPResponse) -> TrainError {
        let hint =
            switch response.status {
            case 401, 403: endpoint.withheld ?? "check train.token: the trainer wants another one"
            case 407: Self.proxyPasswordHint
            case 404: "check train.endpoint and its path prefix, and train.dialect"
            case 413:
                "the payload is too large for the trainer or a proxy before it: raise their limit, prepare as jpeg or webp, or send fewer pictures"
            case 422: "the trainer's own words name what it does not accept"
            default: "look into the trainer's own log"
            }
        return TrainError(
            .refused(status: response.status),
            response.status == 407
                ? "the proxy before the trainer at \(endpoint.url) answered 407: \(words(of: response))"
                : "the trainer at \(endpoint.url) answered \(response.status): \(words(of: response))",
            hint: hint, retryAfter: [429, 503].contains(response.status) ? response.retryAfter() : nil)
    }

    /// Sends a request, and takes our secrets out of the answer: whatever is shown, stored or logged comes from it.
    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        SecretScrubber(endpoint.secrets).removed(from: try await http.send(request))
    }

    /// What an answer says, without even a short token.
    func words(of response: HTTPResponse) -> String {
        Refusal.words(of: response).redacting(endpoint.secrets)
    }

    private func unexpected(_ call: Dialect.Call) -> TrainError {
        TrainError(
            .unexpectedAnswer,
            "\(endpoint.url(of: call)) answered with something else than the Musubi Tuner API does",
            hint: "check train.endpoint and train.dialect (plain or wrapper)")
    }
}
