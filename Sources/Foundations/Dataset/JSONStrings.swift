extension JSONReader {
    /// A quoted string from its opening quote on, escapes undone; surrogate pairs are joined.
    mutating func string() throws(JSONError) -> String {
        at += 1
        var units: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                if let text = String(validating: units, as: UTF8.self) { return text }
                guard isLenient else { throw failure("a string is not UTF-8") }
                return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &units)
            case 0..<0x20: throw failure("a control character in a string")
            default: units.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escape(into units: inout [UInt8]) throws(JSONError) {
        guard at < bytes.count else { throw failure("a string does not end") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"): units.append(contentsOf: Array(String(try escapedScalar()).utf8))
        default: throw failure("an unknown escape")
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Character {
        let first = try hex4()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard first < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        else { return try half() }
        let behindFirst = at
        at += 2
        let second = try hex4()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(
                0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else {
            if isLenient { at = behindFirst }
            return try half()
        }
        return Character(scalar)
    }

    private func half() throws(JSONError) -> Character {
        guard isLenient else { throw failure("half of a surrogate pair") }
        return "\u{FFFD}"
    }

    private mutating func hex4() throws(JSONError) -> UInt16 {
        // `UInt16` alone would take a sign too.
        guard at + 4 <= bytes.count, bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-"),
            let value = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits") }
        at += 4
        return value
    }
}
