/// A request that got no complete answer. An answer with an error status is not an error here: it is an
/// `HTTPResponse`.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller may want to act on it.
    public enum Kind: Sendable, Hashable {
        /// The host name has no address.
        case couldNotResolve
        /// The request's `admits` refused every address of the host.
        case addressRefused
        /// Nobody answered at the address, or not within the connect timeout.
        case couldNotConnect
        /// The encrypted connection could not be made: certificates, versions.
        case tls
        /// The proxy opened no way to the server, and said so by this status: the server knows nothing.
        case proxyRefused(status: Int)
        /// The request's total time was over.
        case timedOut
        /// Bytes came too slowly for too long.
        case stalled
        /// The body is larger than the sink's limit, in bytes.
        case tooLarge(limit: Int64)
        /// The connection ended in the middle of the body.
        case closedEarly
        /// The connection ended before the first byte of an answer.
        case emptyReply
        /// The connection broke while sending or receiving.
        case connectionLost
        /// What came back is not HTTP.
        case badReply
        /// The URL can't be used.
        case invalidURL
        /// A header, method or body can't be used.
        case invalidRequest
        /// The Swift task was cancelled.
        case cancelled
        /// A local file could not be read or written.
        case io
        /// Anything else libcurl reports.
        case other
    }

    /// What went wrong.
    public let kind: Kind
    /// What happened, for people: names host and path, never a query, header or password.
    public let message: String
    /// How many bytes of the request's body libcurl had taken.
    public let bodyBytesSent: Int64
    /// Whether any byte of the request may have reached the server: false means that it knows nothing of it.
    public let mayHaveReachedServer: Bool
    /// Whether libcurl had taken the last byte of the request's body: false means that the server
    /// can't have the whole request. Of a request without a body the same as `mayHaveReachedServer`.
    public let bodyIsWhole: Bool
    /// What the server had said before its answer broke off; nil when it had said nothing.
    public let answer: BrokenResponse?

    init(
        _ kind: Kind, _ message: String, bodyBytesSent: Int64 = 0, mayHaveReachedServer: Bool = false,
        bodyIsWhole: Bool = false, answer: BrokenResponse? = nil
    ) {
        self.kind = kind
        self.message = message
        self.bodyBytesSent = bodyBytesSent
        self.mayHaveReachedServer = mayHaveReachedServer
        self.bodyIsWhole = bodyIsWhole
        self.answer = answer
    }

    /// The message.
    public var description: String { message }

    /// Whether the same request may well succeed a little later. Says nothing of whether it may be repeated:
    /// for a request that changes something ask `mayHaveReachedServer` too.
    public var isTransient: Bool {
        switch kind {
        case .couldNotResolve, .couldNotConnect, .timedOut, .stalled, .closedEarly, .emptyReply,
            .connectionLost:
            true
        case .proxyRefused(let status): status >= 500
        case .addressRefused, .tls, .tooLarge, .badReply, .invalidURL, .invalidRequest, .cancelled, .io,
            .other:
            false
        }
    }
}
