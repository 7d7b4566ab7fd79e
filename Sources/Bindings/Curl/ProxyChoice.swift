/// Whether a request goes through a proxy; of the environment's by libcurl's own rules, for requests that have to
/// know it beforehand (of a proxied request libcurl sees the proxy's address, never the host's).
enum ProxyChoice: Equatable {
    case direct
    case proxy(String)
    /// One that was named on purpose.
    case named(ProxyAddress)

    init(for origin: HTTPAddress.Origin, environment: [String: String]) {
        // "http_proxy" is read in lower case only: a CGI script's HTTP_PROXY is a header of its client.
        var names = ["\(origin.scheme)_proxy", "all_proxy"]
        if origin.scheme != "http" { names.insert("\(origin.scheme)_proxy".uppercased(), at: 1) }
        names.append("ALL_PROXY")
        let found = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let exempt = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        if let found, !Self.isExempt(origin.host, by: exempt) {
            self = .proxy(found)
        } else {
            self = .direct
        }
    }

    /// "A comma separated list of host names": each stands for itself and what ends in it; `*` for all.
    private static func isExempt(_ host: String, by list: String) -> Bool {
        if list == "*" { return true }
        let host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return list.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            var name = entry.drop { $0 == "." || $0 == "[" }
            while name.last == "]" || name.last == "." { name.removeLast() }
            return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
        }
    }
}
