import Dataset
import HTTPTypes
import Hummingbird

/// Refuses requests that were meant for another host, and changes asked for by other web pages.
struct HostGuard: RouterMiddleware {
    let address: ListeningAddress

    @concurrent func handle(
        _ request: Request, context: TrainerContext,
        next: @concurrent (Request, TrainerContext) async throws -> Response
    ) async throws -> Response {
        guard address.accepts(authority: request.head.authority) else {
            throw Refusal(
                .misdirectedRequest,
                "This service answers to its loopback address only; the request's Host is another.")
        }
        if request.method != .get && request.method != .head {
            if let origin = request.headers[.origin], !address.accepts(origin: origin) {
                throw Refusal(.forbidden, "Pages of other origins cannot change anything here.")
            }
            if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
                site != "same-origin" && site != "none"
            {
                throw Refusal(.forbidden, "Pages of other sites cannot change anything here.")
            }
        }
        return try await next(request, context)
    }
}

/// Asks for the bearer token, when one is set; a few paths answer without.
struct TokenGuard: RouterMiddleware {
    let expected: Digest?
    /// Whole paths: an id could be named like the end of one.
    let open: Set<String>

    /// - Parameter open: the paths that need no token, prefix included.
    init(token: String?, open: [String]) {
        expected = token.map { Digest.of($0) }
        self.open = Set(open)
    }

    @concurrent func handle(
        _ request: Request, context: TrainerContext,
        next: @concurrent (Request, TrainerContext) async throws -> Response
    ) async throws -> Response {
        guard let expected, !open.contains(request.uri.path) else {
            return try await next(request, context)
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw Refusal(.unauthorized, "Not authenticated", headers: [.wwwAuthenticate: "Bearer"])
        }
        guard Self.same(Digest.of(String(words[1])), expected) else {
            throw Refusal(.unauthorized, "Invalid token", headers: [.wwwAuthenticate: "Bearer"])
        }
        return try await next(request, context)
    }

    /// Compares hashes of one length and looks at every byte, so that the time taken tells nothing of the token.
    static func same(_ left: Digest, _ right: Digest) -> Bool {
        zip(left.hex.utf8, right.hex.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
