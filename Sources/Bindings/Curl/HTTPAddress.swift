import CCurl

/// An absolute http or https URL, taken apart by libcurl's own parser: what is compared and shown here is
/// what will be contacted (two parsers that differ are how a forbidden host slips through).
public struct HTTPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and port: whom a request goes to.
    public struct Origin: Sendable, Hashable, CustomStringConvertible {
        /// `http` or `https`.
        public let scheme: String
        /// The host in lower case; an IPv6 address stands in brackets.
        public let host: String
        /// The port, given or the scheme's own.
        public let port: Int

        /// As it is shown: the port only where it isn't the scheme's own.
        public var description: String {
            let usual = scheme == "https" ? 443 : 80
            return port == usual ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
        }

        /// Whether the host is this machine by name or by number; such a host is never asked through a proxy.
        public var isLoopback: Bool {
            host == "localhost" || host == "[::1]" || host.hasSuffix(".localhost")
                || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber })
        }
    }

    /// The whole URL as given. It may hold a secret in its query: for requests, not for people.
    public let url: String
    /// Whom it addresses.
    public let origin: Origin
    /// The path, still percent-encoded; `/` at least.
    public let path: String
    /// The query behind `?`, still percent-encoded; nil when there is none.
    public let query: String?

    /// Parses a URL. Its path is left as it is: `..` and `//` are not squashed.
    ///
    /// - Throws: `HTTPError` of kind `invalidURL` for anything but http and https, for credentials inside the
    ///   URL, and for spaces and control characters. The text never repeats the URL's query or credentials.
    public init(_ url: String) throws(HTTPError) {
        try self.init([url], wording: "that is not an absolute http or https URL")
    }

    /// Resolves what a redirect's `Location` says (a URL, or one relative to the address that answered by it:
    /// `//host/path`, `/path`, `name`, `?query`), as libcurl would when it followed the redirect.
    ///
    /// - Throws: `HTTPError` of kind `invalidURL`, for the same faults as `init(_:)`.
    public init(_ location: String, relativeTo base: HTTPAddress) throws(HTTPError) {
        try self.init([base.url, location], wording: "the redirect leads to something that is not a URL")
    }

    /// - Parameter urls: one absolute URL, and what is relative to it.
    private init(_ urls: [String], wording: String) throws(HTTPError) {
        guard let parser = curl_url() else { throw HTTPError(.other, "libcurl is out of memory") }
        defer { curl_url_cleanup(parser) }
        // "If the handle already contains a URL, and the new part is a relative one, they are combined."
        for url in urls { try Self.set(url, in: parser, wording) }
        let scheme = CurlURL.part(CURLUPART_SCHEME, of: parser)?.lowercased() ?? ""
        guard scheme == "http" || scheme == "https" else {
            throw HTTPError(.invalidURL, "the URL's scheme is \(scheme); only http and https can be fetched")
        }
        guard let host = CurlURL.part(CURLUPART_HOST, of: parser)?.lowercased(), !host.isEmpty else {
            throw HTTPError(.invalidURL, "the URL has no host")
        }
        guard
            let port = CurlURL.part(CURLUPART_PORT, of: parser, UInt32(CURLU_DEFAULT_PORT)).flatMap({
                Int($0)
            })
        else {
            throw HTTPError(.invalidURL, "the URL's port is not a number")
        }
        url = urls.count == 1 ? urls[0] : CurlURL.part(CURLUPART_URL, of: parser) ?? ""
        origin = Origin(scheme: scheme, host: host, port: port)
        path = CurlURL.part(CURLUPART_PATH, of: parser) ?? "/"
        query = CurlURL.part(CURLUPART_QUERY, of: parser)
    }

    /// Scheme, host, port and path: fit to be shown, for the query can hold a token.
    public var description: String { "\(origin)\(path)" }

    private static func set(_ url: String, in parser: OpaquePointer, _ wording: String) throws(HTTPError) {
        // A C string ends at the first NUL, and what stands behind it would be judged but never requested.
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw HTTPError(.invalidURL, "the URL holds a space or a control character; percent-encode it")
        }
        // Beside a base, libcurl takes an empty one for its root, which nobody means.
        if url.isEmpty { throw HTTPError(.invalidURL, wording) }
        let flags = UInt32(CURLU_PATH_AS_IS) | UInt32(CURLU_DISALLOW_USER)
        switch curl_url_set(parser, CURLUPART_URL, url, flags) {
        case CURLUE_OK: return
        case CURLUE_USER_NOT_ALLOWED:
            throw HTTPError(
                .invalidURL, "the URL holds a user name or password; give them as a header instead")
        case CURLUE_UNSUPPORTED_SCHEME:
            throw HTTPError(.invalidURL, "the URL's scheme is not one that can be fetched; use http or https")
        default: throw HTTPError(.invalidURL, wording)
        }
    }
}
