import CCurl
import CCurlShims

extension Transfer {
    /// Whether any byte of the request itself went out.
    var mayHaveReachedServer: Bool {
        var requestBytes = 0
        if let easy { shim_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &requestBytes) }
        return hasBegun && requestBytes > 0
    }

    /// The proxy as it is named to people; one of the environment's is not known here.
    var proxyName: String { proxy.map { "the proxy \($0)" } ?? "the proxy" }

    /// The status by which a proxy refused a tunnel; nil when none did.
    var proxyRefusal: Int? {
        var status = 0
        guard !hasBegun, let easy,
            shim_curl_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK, status >= 300
        else { return nil }
        return status
    }

    /// The refusal in words. (The page that came with it libcurl does not keep.)
    var refusedByProxy: (HTTPError.Kind, String) {
        let status = proxyRefusal ?? 0
        let meaning =
            switch status {
            case 407: ": it wants another user name and password"
            case 403: ": it does not allow that host"
            case 502, 503, 504: ": it could not reach the host itself"
            default: ""
            }
        return (
            .proxyRefused(status: status), "could not be reached: \(proxyName) answered \(status)\(meaning)"
        )
    }
}
