/// Percent-encoding (RFC 3986, section 2.1).
public enum PercentCoding {
    /// Everything encoded but unreserved characters and those in `keeping`.
    public static func encoded(_ text: some StringProtocol, keeping: String = "") -> String {
        text.utf8.reduce(into: "") { out, byte in
            if isUnreserved(byte) || keeping.utf8.contains(byte) {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
    }

    /// Decoded once; `+` stays a plus. Nil when an escape is broken or the bytes are not UTF-8.
    ///
    /// - Parameter kept: characters whose escapes stay as they are.
    public static func decoded(_ text: some StringProtocol, keeping kept: String = "") -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
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

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
