import Curl

/// Which addresses a picture's host may turn out to have. Names are judged before a request, addresses at the
/// opening of its socket, since a name that is allowed can be pointed anywhere by whoever owns it.
enum AddressRule {
    /// A host that is named by its number was named on purpose; a name must not lead to this machine, to its
    /// network's own services (where clouds keep credentials), or to everybody.
    static func admits(_ peer: PeerAddress, for origin: HTTPAddress.Origin) -> Bool {
        if origin.isLoopback || PeerAddress(origin.host.trimming("[", "]")) != nil { return true }
        return switch peer.reach {
        case .outside, .privateNetwork: true
        case .loopback, .linkLocal, .unspecified, .multicast: false
        }
    }
}

extension String {
    fileprivate func trimming(_ start: String, _ end: String) -> String {
        hasPrefix(start) && hasSuffix(end) ? String(dropFirst(start.count).dropLast(end.count)) : self
    }
}
