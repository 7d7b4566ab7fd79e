extension PeerAddress {
    /// How far from this machine an address lies.
    public enum AddressScope: Sendable, Hashable {
        /// This machine itself.
        case loopback
        /// This link only; cloud machines keep their metadata service there.
        case linkLocal
        /// No particular machine; Linux takes it for this one.
        case unspecified
        /// Many machines.
        case multicast
        /// A network that isn't the Internet: an office, a home, a cloud's inside, and every range that is reserved
        /// or not given out, which only such a network can use.
        case privateNetwork
        /// The Internet.
        case outside
    }

    /// How far the address lies. One of IPv6 that holds one of IPv4 is judged by that too: something on the way takes it
    /// out again.
    ///
    /// The ranges are those that the IANA special-purpose address registries (RFC 6890) call not globally reachable.
    public var reach: AddressScope {
        if bytes.count == 4 { return Self.reach(v4: bytes[...]) }
        let zeros = bytes.prefix { $0 == 0 }.count
        if zeros == 16 { return .unspecified }
        if zeros == 15 && bytes[15] == 1 { return .loopback }
        if let inner = innerV4(zeros: zeros) { return Self.reach(v4: bytes[inner..<inner + 4]) }
        let inside = hidden.map { Self.reach(v4: $0[...]) }
        return Self.nearest(inside + [reachOfPrefix])
    }

    /// What the first bytes of an IPv6 address say.
    private var reachOfPrefix: AddressScope {
        // Where clouds keep credentials, beside 169.254.169.254: fd00:ec2::254 (AWS).
        if bytes.starts(with: [0xFD, 0x00, 0x0E, 0xC2]) { return .linkLocal }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0x80...0xBF): return .linkLocal
        case (0xFF, _): return .multicast
        // 2000::/3 is all that was ever given out. The rest holds fc00::/7, fec0::/10 (site-local, out of use),
        // 64:ff9b:1::/48 (RFC 8215: a NAT64 of the local network's own), 100::/64 (discard) and 5f00::/16.
        case (0x20...0x3F, _): return Self.isReserved(bytes) ? .privateNetwork : .outside
        default: return .privateNetwork
        }
    }

    /// Inside 2000::/3: documentation (2001:db8::/32, 3fff::/20), benchmarks (2001:2::/48) and ORCHID (2001:10::/28).
    private static func isReserved(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x20, 0x01, 0, 2, 0, 0])
            || (bytes.starts(with: [0x20, 0x01, 0]) && bytes[3] & 0xF0 == 0x10)
            || (bytes.starts(with: [0x3F, 0xFF]) && bytes[2] & 0xF0 == 0)
    }

    /// Where in an IPv6 address the IPv4 one begins that alone says whom it reaches: mapped (`::ffff:a.b.c.d`),
    /// translated (`::ffff:0:a.b.c.d`), compatible (`::a.b.c.d`), NAT64 (`64:ff9b::a.b.c.d`), 6to4
    /// (`2002:aabb:ccdd::`).
    private func innerV4(zeros: Int) -> Int? {
        if zeros >= 12 || (zeros == 10 && bytes[10] == 0xFF && bytes[11] == 0xFF) { return 12 }
        if zeros == 8 && bytes[8...11].elementsEqual([0xFF, 0xFF, 0, 0]) { return 12 }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return 12 }
        return bytes.starts(with: [0x20, 0x02]) ? 2 : nil
    }

    /// IPv4 addresses that packets to this one are sent to besides: a Teredo server's and client's (2001::/32, RFC
    /// 4380; the client's with all bits turned), an ISATAP interface's (`…:0:5efe:a.b.c.d`, RFC 5214).
    private var hidden: [[UInt8]] {
        if bytes.starts(with: [0x20, 0x01, 0, 0]) { return [Array(bytes[4..<8]), bytes[12...].map { ~$0 }] }
        let isISATAP = bytes[8] & 0xFC == 0 && bytes[9...11].elementsEqual([0, 0x5E, 0xFE])
        return isISATAP ? [Array(bytes[12...])] : []
    }

    /// The one that lies nearest to this machine, the refused ones before a private network.
    private static func nearest(_ all: [AddressScope]) -> AddressScope {
        let order: [AddressScope] = [.loopback, .linkLocal, .unspecified, .multicast, .privateNetwork]
        return order.first(where: all.contains) ?? .outside
    }

    private static func reach(v4: ArraySlice<UInt8>) -> AddressScope {
        let (first, second, third, fourth) = (
            v4[v4.startIndex], v4[v4.startIndex + 1], v4[v4.startIndex + 2], v4[v4.startIndex + 3]
        )
        switch (first, second) {
        // The same of other clouds: Alibaba's 100.100.100.200, Azure's 168.63.129.16, Oracle's 192.0.0.192.
        case (100, 100) where third == 100 && fourth == 200, (168, 63) where third == 129 && fourth == 16,
            (192, 0) where third == 0:
            return .linkLocal
        case (0, _): return .unspecified
        case (127, _): return .loopback
        case (169, 254): return .linkLocal
        case (10, _), (172, 16...31), (192, 168), (100, 64...127): return .privateNetwork
        // Documentation and benchmarks.
        case (192, 0) where third == 2, (198, 51) where third == 100, (203, 0) where third == 113,
            (198, 18...19):
            return .privateNetwork
        case (224...239, _): return .multicast
        case (255, 255) where third == 255 && fourth == 255: return .multicast
        // Reserved; some networks use it inside.
        case (240...255, _): return .privateNetwork
        default: return .outside
        }
    }
}
