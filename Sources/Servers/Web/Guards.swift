import Dataset
import HTTPTypes
public import Hummingbird

/// Refuses requests whose `Host` names another server (DNS rebinding), and changes that pages of other origins ask for
/// (cross-site request forgery). Throws `WebRefusal`.
public struct HostGuard<Context: RequestContext>: RouterMiddleware {
    let address: ListeningAddress

    /// Guards a server that listens at an address.
    public init(_ address: ListeningAddress) { self.address = address }

    /// Hands the request on, or throws `WebRefusal`.
    @concurrent public func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard address.accepts(authority: request.head.authority) else {
            throw WebRefusal(
                .misdirectedRequest,
                "This service answers to its loopback address only; the request's Host is another.")
        }
        if request.method != .get && request.method != .head {
            if let origin = request.headers[.origin], !address.accepts(origin: origin) {
                throw WebRefusal(.forbidden, "Pages of other origins cannot change anything here.")
            }
            if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
                site != "same-origin" && site != "none"
            {
                throw WebRefusal(.forbidden, "Pages of other sites cannot change anything here.")
            }
        }
        return try await next(request, context)
    }
}

/// Requires the bearer token when one is set; a few paths need none. Throws `WebRefusal`.
public struct TokenGuard<Context: RequestContext>: RouterMiddleware {
    let expected: Digest?
    /// Whole paths: an id could be named like the end of one.
    let open: Set<String>

    /// - Parameters:
    ///   - token: the secret; nil asks for none.
    ///   - open: the paths that need no token, prefix included.
    public init(token: String?, open: [String]) {
        expected = token.map { Digest.of($0) }
        self.open = Set(open)
    }

    /// Hands the request on, or throws `WebRefusal`.
    @concurrent public func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let expected, !open.contains(request.uri.path) else {
            return try await next(request, context)
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw WebRefusal(.unauthorized, "Not authenticated", headers: [.wwwAuthenticate: "Bearer"])
        }
        guard Self.same(Digest.of(String(words[1])), expected) else {
            throw WebRefusal(.unauthorized, "Invalid token", headers: [.wwwAuthenticate: "Bearer"])
        }
        return try await next(request, context)
    }

    /// Compares digests in constant time, so that the time taken reveals nothing of the token.
    static func same(_ left: Digest, _ right: Digest) -> Bool {
        zip(left.hex.utf8, right.hex.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
