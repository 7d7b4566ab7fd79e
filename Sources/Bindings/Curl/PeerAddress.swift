import Foundation

/// The numeric IP address that a socket is about to be opened to, after every name was resolved.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address in network order: 4 bytes of IPv4 or 16 of IPv6.
    let bytes: [UInt8]
    /// The TCP port; 0 where none is known.
    public let port: Int

    /// Reads a numeric IPv4 or IPv6 address without brackets, port and zone; nil for anything else, names
    /// among them.
    public init?(_ text: String, port: Int = 0) {
        var bytes = [UInt8](repeating: 0, count: 16)
        // A C string ends at the first NUL.
        guard !text.utf8.contains(0) else { return nil }
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: Array(bytes.prefix(4)), port: port)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes, port: port)
        } else {
            return nil
        }
    }

    /// Reads a socket address; nil for a family that isn't IP.
    ///
    /// - Parameter length: how many bytes may be read at `address`.
    init?(_ address: UnsafeRawPointer, length: Int) {
        guard length >= MemoryLayout<sockaddr>.size else { return nil }
        switch Int32(address.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let peer = address.loadUnaligned(as: sockaddr_in.self)
            self.init(
                bytes: withUnsafeBytes(of: peer.sin_addr) { Array($0) },
                port: Int(UInt16(bigEndian: peer.sin_port)))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let peer = address.loadUnaligned(as: sockaddr_in6.self)
            self.init(
                bytes: withUnsafeBytes(of: peer.sin6_addr) { Array($0) },
                port: Int(UInt16(bigEndian: peer.sin6_port)))
        default: return nil
        }
    }

    private init(bytes: [UInt8], port: Int) {
        self.bytes = bytes
        self.port = port
    }

    /// The address as people write it, without the port.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "(no address)" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
