/// Finds UTF-8 that was decoded as Windows-1252 (or Latin-1): each byte above 127 became one character.
enum Mojibake {
    /// The first such run, and the original character.
    static func first(in text: String) -> (found: String, meant: String)? {
        let scalars = Array(text.unicodeScalars)
        for start in scalars.indices {
            guard let run = run(at: start, of: scalars) else { continue }
            // A capital before a closing quotation mark can look like a run, as in “CAFÉ”; but Â and Ã, the lead bytes of
            // western European letters, hardly ever occur there, and two such runs are never adjacent.
            let tail = scalars[start + 1..<start + run.length]
            if run.length > 2 && !tail.allSatisfy({ signs.contains($0) }) || run.lead == 0xC2
                || run.lead == 0xC3
                || self.run(at: start + run.length, of: scalars) != nil
            {
                return (String(String.UnicodeScalarView(scalars[start..<start + run.length])), run.meant)
            }
        }
        return nil
    }

    /// Characters that may follow a word: quotation marks, an ellipsis, a non-breaking space. After an accented letter two of
    /// them look like a run too, as in French « café ».
    private static let signs = Set("\u{A0}»«…“”„‘’‚‹›·°".unicodeScalars)

    /// A run of characters whose bytes form one UTF-8 sequence.
    private static func run(
        at start: Int, of scalars: [Unicode.Scalar]
    ) -> (lead: UInt8, length: Int, meant: String)? {
        guard start < scalars.count, let lead = byte(of: scalars[start]), let length = length(lead),
            start + length <= scalars.count
        else { return nil }
        let bytes = scalars[start..<start + length].compactMap(byte)
        guard bytes.count == length, let meant = String(validating: bytes, as: UTF8.self) else { return nil }
        return (lead, length, meant)
    }

    /// The length of a UTF-8 sequence by its first byte; nil for a byte that starts no sequence of several.
    private static func length(_ lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// The byte above 127 that Windows-1252 decodes as this character. Five bytes are undefined there and stay unchanged.
    private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if (0x80...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
        return windows[scalar]
    }

    /// Bytes 0x80 to 0x9F of Windows-1252, where they differ from Latin-1.
    private static let windows: [Unicode.Scalar: UInt8] = {
        let row = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        return Dictionary(uniqueKeysWithValues: zip(row.unicodeScalars, UInt8(0x80)...0x9F))
    }()
}
