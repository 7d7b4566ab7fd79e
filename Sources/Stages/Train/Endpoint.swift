public import Curl
public import MusubiAPI

/// Where a trainer is and how it is spoken to.
public struct Endpoint: Sendable, Equatable {
    /// The base URL without a trailing slash, scheme and host in lower case, the scheme's own port left out: one
    /// trainer has one spelling, since the ledger finds earlier runs by it. May have a path prefix.
    public let url: String
    /// The spelling of the API spoken there.
    public let dialect: Dialect
    /// Sent as `Authorization: Bearer`; never shown.
    let token: String?
    /// What it is reached through, when that was named on purpose; its password is never shown.
    public let proxy: ProxyAddress?
    /// The authorities that may vouch for it, in place of the system's.
    public let authorities: CertificateFile?
    /// Why an existing token is withheld from it, and how to allow it: shown when the trainer requires one.
    let withheld: String?

    /// Takes an http or https URL without credentials, query or fragment.
    ///
    /// - Throws: `EndpointError` for any other.
    public init(
        _ url: String, dialect: Dialect = .plain, token: String? = nil, proxy: ProxyAddress? = nil,
        authorities: CertificateFile? = nil
    ) throws(EndpointError) {
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { throw .notHTTP }
        guard !url.contains("@"), !url.contains("?"), !url.contains("#") else { throw .holdsMore }
        // libcurl takes a third slash for a slip and the first folder for the host.
        guard url.firstRange(of: ":///") == nil else { throw .notHTTP }
        let address: HTTPAddress
        do { address = try HTTPAddress(url) } catch { throw .notHTTP }
        var prefix = Substring(address.path)
        while prefix.hasSuffix("/") { prefix.removeLast() }
        self.url = address.origin.description + prefix
        self.dialect = dialect
        self.token = token.flatMap { $0.isEmpty ? nil : $0 }
        self.proxy = proxy
        self.authorities = authorities
        withheld = nil
    }

    /// The same trainer, reached another way where one is named.
    public func reached(through proxy: ProxyAddress?, _ authorities: CertificateFile?) -> Endpoint {
        Endpoint(self, proxy ?? self.proxy, authorities ?? self.authorities, withheld)
    }

    /// The same trainer, with the hint to show when it requires the token that it does not get.
    public func withholding(_ words: String) -> Endpoint { Endpoint(self, proxy, authorities, words) }

    private init(
        _ other: Endpoint, _ proxy: ProxyAddress?, _ authorities: CertificateFile?, _ withheld: String?
    ) {
        url = other.url
        dialect = other.dialect
        token = other.token
        self.proxy = proxy
        self.authorities = authorities
        self.withheld = withheld
    }

    /// Secrets that an untrusted text about it may repeat.
    var secrets: [String] { [token].compactMap { $0 } + (proxy?.secrets ?? []) }

    /// The URL of a call.
    func url(of call: Dialect.Call) -> String { url + dialect.path(call) }
}

extension Endpoint: CustomStringConvertible {
    /// The URL, without the token and the proxy.
    public var description: String { url }
}

/// A base URL that can't be a trainer's.
public enum EndpointError: Error, Sendable, CustomStringConvertible {
    case notHTTP
    case holdsMore

    /// What it should be.
    public var description: String {
        switch self {
        case .notHTTP: "the trainer's endpoint must be an http:// or https:// URL"
        case .holdsMore:
            "the trainer's endpoint must be a bare base URL: a password goes into train.token, not into the URL"
        }
    }
}
