import Dataset

/// HTML as a Swift literal: the literal is markup, interpolated text is escaped. Untrusted text can't become markup by an
/// omission.
struct HTML: ExpressibleByStringInterpolation {
    /// The markup.
    let text: String

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation parts: StringInterpolation) { text = parts.text }

    /// Several, one a line.
    init(_ pieces: [HTML]) { text = pieces.map(\.text).joined(separator: "\n") }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ words: String) { text += HTML.escaped(words) }
        mutating func appendInterpolation(_ number: Int) { text += number.grouped }
        /// Digits without separators, for attributes.
        mutating func appendInterpolation(raw number: Int) { text += String(number) }
        mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
        mutating func appendInterpolation(_ pieces: [HTML]) { text += HTML(pieces).text }
    }

    /// Text for an element or a quoted attribute. Control characters and direction marks are removed: HTML can't represent
    /// the former, and the latter could reorder the text around them.
    private static func escaped(_ words: String) -> String {
        var out = ""
        for scalar in words.withoutControls.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Int {
    /// With a comma between thousands in every locale: reports are the same everywhere.
    var grouped: String {
        let digits = String(magnitude)
        var out = self < 0 ? "-" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { out += "," }
            out.append(digit)
        }
        return out
    }

    /// With its noun, plural unless the number is one.
    func of(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
