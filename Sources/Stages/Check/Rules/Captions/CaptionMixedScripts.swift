import Dataset

extension Rule {
    static let captionMixedScripts = caption(
        "caption-mixed-scripts", .warning,
        measures:
            "captions with a word whose letters are of several alphabets that look alike, as a Cyrillic а in a Latin word",
        hint: "type the word again: it looks right and is made of other tokens"
    ) { caption, _, _ in
        for word in caption.split(whereSeparator: { !$0.isLetter }) {
            let alphabets = Set(word.unicodeScalars.compactMap(\.alphabet))
            if alphabets.count > 1 {
                return
                    "\"\(word.shortened())\" mixes \(alphabets.map(\.rawValue).sorted().joined(separator: " and "))"
            }
        }
        return nil
    }
}

/// Alphabets with letters that look alike.
private enum Alphabet: String { case Armenian, Cherokee, Cyrillic, Greek, Latin }

private let latinLike = Set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικχϲ".unicodeScalars)

extension Unicode.Scalar {
    fileprivate var alphabet: Alphabet? {
        guard properties.isAlphabetic else { return nil }
        switch value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: return .Latin
        // Only the Greek letters that look like Latin ones: the others occur in Latin words as symbols, as in Δt.
        case 0x370...0x3FF, 0x1F00...0x1FFF: return latinLike.contains(self) ? .Greek : nil
        case 0x400...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F: return .Cyrillic
        case 0x531...0x587: return .Armenian
        case 0x13A0...0x13FD, 0xAB70...0xABBF: return .Cherokee
        default: return nil
        }
    }
}
