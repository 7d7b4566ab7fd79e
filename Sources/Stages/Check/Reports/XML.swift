/// XML 1.0 as a Swift literal: interpolated text is escaped, as in `HTML`.
struct XML: ExpressibleByStringInterpolation {
    /// The markup.
    let text: String

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation parts: StringInterpolation) { text = parts.text }

    /// Several, one a line.
    init(_ pieces: [XML]) { text = pieces.map(\.text).joined(separator: "\n") }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ words: String) { text += XML.escaped(words) }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ piece: XML) { text += piece.text }
    }

    /// Text for an element or a quoted attribute. A character that no XML document may hold (XML 1.0, production 2)
    /// becomes U+FFFD. White space other than the space is written as a character reference, because a parser normalises it
    /// to spaces in attributes.
    private static func escaped(_ words: String) -> String {
        var out = ""
        for scalar in words.unicodeScalars {
            switch scalar.value {
            case UInt32(UInt8(ascii: "&")): out += "&amp;"
            case UInt32(UInt8(ascii: "<")): out += "&lt;"
            case UInt32(UInt8(ascii: ">")): out += "&gt;"
            case UInt32(UInt8(ascii: "\"")): out += "&quot;"
            case 0x09, 0x0A, 0x0D: out += "&#\(scalar.value);"
            case 0..<0x20, 0xFFFE, 0xFFFF: out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
