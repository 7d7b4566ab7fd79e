/// The character classes of Qwen2's pattern.
enum ScalarKind {
    /// `\p{L}`
    case letter
    /// `\p{N}`
    case number
    /// `[\r\n]`
    case newline
    /// `\s` without those two: Unicode's White_Space.
    case space
    /// Everything else, combining marks included.
    case other

    init(_ scalar: Unicode.Scalar) {
        self = scalar.isASCII ? Self.ascii[Int(scalar.value)] : Self.kind(scalar)
    }

    private static let ascii = (0..<128).map { kind(Unicode.Scalar($0)) }

    private static func kind(_ scalar: Unicode.Scalar) -> ScalarKind {
        if scalar == "\n" || scalar == "\r" { return .newline }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .number
        default: return scalar.properties.isWhitespace ? .space : .other
        }
    }
}

/// One scalar in valid UTF-8 and where it ends.
struct UTF8Scalar {
    let value: Unicode.Scalar
    let end: Int

    init(_ bytes: ArraySlice<UInt8>, at place: Int) {
        let first = bytes[place]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        end = place + length
        // A lead byte starts with as many ones as the scalar has bytes, and a zero.
        var bits = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
        for follower in bytes[place..<end].dropFirst() { bits = bits << 6 | UInt32(follower & 0x3F) }
        value = Unicode.Scalar(bits) ?? "\u{FFFD}"
    }
}
