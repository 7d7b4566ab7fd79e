import Dataset

extension JSONValue {
    /// Any value, of any kind, with members and elements to a depth of five.
    static func madeUp(depth: Int, _ dice: inout Dice) -> JSONValue {
        switch Int.random(in: 0...(depth < 5 ? 7 : 4), using: &dice) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &dice))
        case 2: return .int(Int64.random(in: .min ... .max, using: &dice))
        case 3: return .double(Double.random(in: -1e9...1e9, using: &dice))
        case 4: return .string(text(&dice))
        case 5, 6:
            return .array(
                (0..<Int.random(in: 0...5, using: &dice)).map { _ in madeUp(depth: depth + 1, &dice) })
        default:
            return .object(
                (0..<Int.random(in: 0...5, using: &dice)).map { position in
                    Member("\(position)" + text(&dice), madeUp(depth: depth + 1, &dice))
                })
        }
    }

    private static func text(_ dice: inout Dice) -> String {
        let letters: [Unicode.Scalar] = [
            "\0", "\u{1F}", "\"", "\\", "/", "\n", "\r", "\t", " ", "a", "é", "\u{301}", "€", "\u{FEFF}", "😀",
            "\u{10FFFF}", "\u{7F}", "{", "]", ",",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...9, using: &dice) {
            text.append(letters[Int.random(in: 0..<letters.count, using: &dice)])
        }
        return String(text)
    }
}
