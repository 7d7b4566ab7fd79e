import Foundation
import Synchronization

/// Where a server listens, and which `Host` headers are meant for it.
public final class ListeningAddress: Sendable {
    let host: String
    private let allowed: Set<String>
    private let port = Mutex<Int>(0)

    /// - Parameters:
    ///   - host: an address or a name of this machine.
    ///   - allowed: further names that a request's `Host` may have on loopback, for a proxy in front of it.
    public init(host: String, allowed: [String] = []) {
        self.host = host.lowercased()
        self.allowed = Set(allowed.map { $0.lowercased() })
    }

    /// Notes the port that the system gave.
    func bind(port number: Int?) {
        port.withLock { $0 = number ?? 0 }
    }

    /// The base URL, without a slash at its end.
    public var url: String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port.withLock { $0 })"
    }

    /// Whether only this machine can reach the service. A name other than `localhost` may lead anywhere, whatever it
    /// begins with.
    public var isLoopback: Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 { return bytes[0] == 127 }
        if inet_pton(AF_INET6, host, &bytes) == 1 { return bytes == [UInt8](repeating: 0, count: 15) + [1] }
        return host == "localhost"
    }

    /// Whether a request with this authority is meant for us.
    ///
    /// A web page that lets its own name resolve to 127.0.0.1 could otherwise talk to a service on loopback: its
    /// requests carry that name in `Host`.
    func accepts(authority: String?) -> Bool {
        guard isLoopback else { return true }
        guard let authority = authority?.lowercased() else { return false }
        if allowed.contains(authority) { return true }
        let own = port.withLock { $0 }
        return ["127.0.0.1", "localhost", "[::1]", host.contains(":") ? "[\(host)]" : host]
            .contains { authority == "\($0):\(own)" || (own == 80 && authority == $0) }
    }

    /// Whether a page with this origin is one of ours.
    func accepts(origin: String) -> Bool {
        guard isLoopback else { return true }
        guard let scheme = origin.firstRange(of: "://") else { return false }
        return accepts(authority: String(origin[scheme.upperBound...]))
    }
}
