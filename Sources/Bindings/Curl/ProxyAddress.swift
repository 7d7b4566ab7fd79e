import CCurl

/// An HTTP proxy that was named on purpose. http requests are given to it whole, https ones go through a tunnel
/// (CONNECT), of which it sees the host's name alone.
public struct ProxyAddress: Sendable, Equatable, CustomStringConvertible {
    /// `http://host:port`, without the credentials.
    public let url: String
    let user: String?
    let password: String?

    /// Takes `http://[user:password@]host:port`, of which the scheme may be left out. The port may not: programs
    /// differ in what they take for it. Special characters in user and password stand percent-encoded.
    ///
    /// - Throws: `HTTPError` of kind `invalidURL`; its text repeats nothing of the address.
    public init(_ text: String) throws(HTTPError) {
        let whole = text.firstRange(of: "://") == nil ? "http://" + text : text
        guard whole.lowercased().hasPrefix("http://"),
            !whole.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else { throw Self.invalid }
        guard let parser = curl_url() else { throw HTTPError(.other, "libcurl is out of memory") }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, whole, 0) == CURLUE_OK,
            let host = CurlURL.part(CURLUPART_HOST, of: parser)?.lowercased(), !host.isEmpty,
            let port = CurlURL.part(CURLUPART_PORT, of: parser),
            CurlURL.part(CURLUPART_PATH, of: parser) ?? "/" == "/",
            CurlURL.part(CURLUPART_QUERY, of: parser) == nil,
            CurlURL.part(CURLUPART_FRAGMENT, of: parser) == nil
        else { throw Self.invalid }
        url = "http://\(host):\(port)"
        user = CurlURL.part(CURLUPART_USER, of: parser, UInt32(CURLU_URLDECODE))
        password = CurlURL.part(CURLUPART_PASSWORD, of: parser, UInt32(CURLU_URLDECODE))
    }

    /// What must not be shown of it: the password, or a user name that stands for one.
    public var secrets: [String] { [password ?? user].compactMap { $0 } }

    /// The address without the credentials.
    public var description: String { url }

    private static let invalid = HTTPError(
        .invalidURL,
        "a proxy is named as http://host:port, or http://user:password@host:port with special characters percent-encoded"
    )
}

/// libcurl's own parser of URLs.
enum CurlURL {
    /// A part of a parsed URL; nil when it has none.
    static func part(_ part: CURLUPart, of parser: OpaquePointer, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, flags) == CURLUE_OK, let text else { return nil }
        // "You MUST free the string with curl_free".
        defer { curl_free(text) }
        return String(cString: text)
    }
}
