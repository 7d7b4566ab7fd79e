extension PeerAddress {
    /// How far from this machine an address lies.
    public enum Reach: Sendable, Hashable {
        /// This machine itself.
        case loopback
        /// This link only; cloud machines keep their metadata service there.
        case linkLocal
        /// No particular machine; Linux takes it for this one.
        case unspecified
        /// Many machines.
        case multicast
        /// A network that isn't the Internet: an office, a home, a cloud's inside.
        case privateNetwork
        /// Everything else.
        case outside
    }

    /// How far the address lies. One of IPv6 that holds one of IPv4 is judged by that: something on the way
    /// takes it out again.
    public var reach: Reach {
        if bytes.count == 4 { return Self.reach(v4: bytes[0], bytes[1], bytes[2], bytes[3]) }
        let zeros = bytes.prefix { $0 == 0 }.count
        if zeros == 16 { return .unspecified }
        if zeros == 15 && bytes[15] == 1 { return .loopback }
        if let inner = innerV4(zeros: zeros) {
            return Self.reach(v4: bytes[inner], bytes[inner + 1], bytes[inner + 2], bytes[inner + 3])
        }
        // Where clouds keep credentials, beside 169.254.169.254: fd00:ec2::254 (AWS).
        if bytes.starts(with: [0xFD, 0x00, 0x0E, 0xC2]) { return .linkLocal }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0x80...0xBF): return .linkLocal
        // Site-local addresses are out of use, but were what fc00::/7 is now.
        case (0xFE, 0xC0...0xFF), (0xFC...0xFD, _): return .privateNetwork
        case (0xFF, _): return .multicast
        // RFC 8215: a NAT64 of the local network's own, with an IPv4 address somewhere inside.
        case _ where bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01]): return .privateNetwork
        default: return .outside
        }
    }

    /// Where in an IPv6 address the IPv4 one begins: mapped (`::ffff:a.b.c.d`), compatible (`::a.b.c.d`),
    /// NAT64 (`64:ff9b::a.b.c.d`), 6to4 (`2002:aabb:ccdd::`).
    private func innerV4(zeros: Int) -> Int? {
        if zeros >= 12 || (zeros == 10 && bytes[10] == 0xFF && bytes[11] == 0xFF) { return 12 }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return 12 }
        return bytes.starts(with: [0x20, 0x02]) ? 2 : nil
    }

    private static func reach(v4 first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> Reach {
        switch (first, second) {
        // The same of other clouds: Alibaba's 100.100.100.200, Azure's 168.63.129.16, Oracle's 192.0.0.192.
        case (100, 100) where third == 100 && fourth == 200, (168, 63) where third == 129 && fourth == 16,
            (192, 0) where third == 0:
            .linkLocal
        case (0, _): .unspecified
        case (127, _): .loopback
        case (169, 254): .linkLocal
        case (10, _), (172, 16...31), (192, 168), (100, 64...127): .privateNetwork
        case (224...239, _): .multicast
        case (255, 255) where third == 255 && fourth == 255: .multicast
        default: .outside
        }
    }
}
