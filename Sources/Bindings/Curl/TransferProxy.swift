import CCurl
import CCurlShims
import Foundation

extension TransferOptions {
    /// Chosen here only for requests that have to know it; nil leaves the choice to libcurl.
    func proxy(_ configuration: HTTPClient.Configuration) -> ProxyChoice? {
        if let proxy = configuration.proxy { return .named(proxy) }
        if address.origin.isLoopback || !configuration.usesProxyOfEnvironment { return .direct }
        if request.admits == nil { return nil }
        return ProxyChoice(for: address.origin, environment: ProcessInfo.processInfo.environment)
    }

    func setProxy(_ choice: ProxyChoice?) throws(HTTPError) {
        switch choice {
        case .direct?: try set(CURLOPT_PROXY, "")
        case .proxy(let proxy)?:
            try set(CURLOPT_PROXY, proxy)
            // Overrides the environment's: libcurl's choice and ours must not differ.
            try set(CURLOPT_NOPROXY, "")
        case .named(let proxy)?:
            try set(CURLOPT_PROXY, proxy.url)
            try set(CURLOPT_NOPROXY, "")
            // Said unasked, by libcurl's default of Basic: a body that can't be rewound could not follow a proxy's
            // question for them. Not as one text: in that, a colon ends the name.
            if let user = proxy.user { try set(CURLOPT_PROXYUSERNAME, user) }
            if let password = proxy.password { try set(CURLOPT_PROXYPASSWORD, password) }
        case nil: return
        }
    }
}
