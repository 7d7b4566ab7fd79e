import Curl
import Dataset

/// Asks a project's PostgREST. Reading is repeated when the trouble may pass.
struct RESTClient: Sendable {
    /// Rows with the counts of an answer.
    struct Answer: Sendable {
        let rows: [JSONValue]
        /// How many rows the whole query has, when that was requested and returned.
        let total: Int?
    }

    /// An answer that is larger than what is taken at a time.
    struct TooLarge: Error {}

    let base: HTTPAddress
    let key: ProjectKey
    private let tables: TableMap
    private let client: HTTPClient
    private let policy: RetryPolicy
    private let emit: @Sendable (String) -> Void

    /// The largest answer taken at a time, in bytes.
    static let maxBytes = 16 << 20

    /// - Parameter emit: receives a sentence on each pause before another try.
    init(
        _ project: Project, _ tables: TableMap, client: HTTPClient, policy: RetryPolicy = RetryPolicy(),
        emit: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(PullError) {
        do {
            base = try HTTPAddress(project.url.withoutSlash + "/rest/v1")
        } catch {
            throw PullError(
                .settings, "pull.storage.url: \(error.message)", hint: "as in https://REF.supabase.co")
        }
        key = project.key
        self.tables = tables
        self.client = client
        self.policy = policy
        self.emit = emit
    }

    /// The rows that a query gives.
    ///
    /// - Parameter counting: whether all rows of the query are counted besides.
    /// - Throws: `RESTFailure` for a refusal, `TooLarge`, `PullError` when no answer came, `CancellationError`.
    func rows(_ query: RESTQuery, counting: Bool = false) async throws -> Answer {
        let response = try await send("GET", query, counting)
        do {
            let json = try JSONValue(parsing: response.body)
            if let rows = json.array { return Answer(rows: rows, total: Self.total(response)) }
        } catch {}  // told just below: whatever it is, it is no list of rows
        throw PullError(
            .outside, "\(base) answered \(response.status) with something that is no list of rows",
            hint: "check pull.storage.url: it must be a Supabase project's")
    }

    /// How many rows a query has, without any of them; nil when the server does not say.
    func count(_ query: RESTQuery) async throws -> Int? { Self.total(try await send("HEAD", query, true)) }

    /// The error of a run for a refusal.
    func explain(_ failure: RESTFailure) -> PullError { failure.explained(by: key, at: "\(base)", tables) }

    private func send(_ method: String, _ query: RESTQuery, _ counting: Bool) async throws -> HTTPResponse {
        var request = HTTPRequest(
            "\(base.url)/\(query.text)", method: method, headers: key.headers,
            sink: .memory(limit: Self.maxBytes))
        request.totalTimeout = .seconds(180)
        request.headers.append(("Accept", "application/json"))
        if tables.schema != "public" { request.headers.append(("Accept-Profile", tables.schema)) }
        if counting { request.headers.append(("Prefer", "count=exact")) }
        var policy = policy
        while true {
            let attempt: RetryPolicy.Attempt
            let reason: String
            switch await answer(to: request) {
            case .success(let response):
                if (200..<300).contains(response.status) { return response }
                let failure = RESTFailure(response, hiding: key)
                guard RetryPolicy.isTransient(response.status), failure.code != "57014" else { throw failure }
                reason = "it answered \(response.status)"
                attempt = .answered(
                    response.status, retryAfter: response.retryAfter(), words: failure.message)
            case .failure(let error):
                if error.kind == .cancelled { throw CancellationError() }
                if case .tooLarge = error.kind { throw TooLarge() }
                reason = error.message
                attempt = .broke(error.message, isTransient: error.isTransient)
            }
            switch policy.next(after: attempt) {
            case .wait(let pause):
                emit(
                    "no rows from \(base) yet, try \(policy.failed) of \(RetryPolicy.tries) failed: \(reason); trying again"
                )
                try await Task.sleep(for: pause)
            case .giveUp(let reason):
                throw PullError(
                    .outside, "rows could not be read from \(base): \(reason)",
                    hint: "check pull.storage.url and that the project is up; then run it again")
            }
        }
    }

    private func answer(to request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
        do { return .success(try await client.send(request)) } catch { return .failure(error) }
    }

    /// The number behind the slash of `Content-Range: 0-999/2500`.
    private static func total(_ response: HTTPResponse) -> Int? {
        response.header("Content-Range").flatMap { $0.split(separator: "/").last }.flatMap { Int($0) }
    }
}
