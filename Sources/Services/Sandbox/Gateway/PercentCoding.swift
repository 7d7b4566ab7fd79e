/// Percent-encoding of paths (RFC 3986, section 2.1).
enum PercentCoding {
    /// A path with everything encoded that is neither unreserved nor a slash.
    static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || "-._~/".unicodeScalars.contains(scalar)
            if isPlain { return String(scalar) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// A path decoded once; `+` stays a plus. Nil when an escape is broken or the bytes are not UTF-8.
    ///
    /// - Parameter kept: characters whose escapes stay as they are.
    static func decoded(_ path: some StringProtocol, keeping kept: String = "") -> String? {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes += kept.utf8.contains(value) ? [byte] + Array(digits.utf8) : [value]
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
