/// Facts about the short tokens of Qwen2's vocabulary, for `TokenEstimate`; the tests compare each with the rank
/// file.
enum ShortTokens {
    /// Whether two ASCII bytes are one token; false where that is not known.
    static func join(_ first: UInt8, _ second: UInt8) -> Bool {
        if isSmall(first), isSmall(second) { return !apart.contains(UInt16(first) << 8 | UInt16(second)) }
        let isSign = (0x21...0x7E).contains(second) && !isSmall(second | 0x20) && !isDigit(second)
        if first == 0x20 { return second == 0x20 || isSign || isSmall(second | 0x20) }
        return first == second && (isSign || second == 0x0A || second == 0x09)
    }

    /// Of the 676 pairs of lower-case letters, those that are not a token.
    private static let apart = Set(
        """
        bq fj fz gj gk gq hj jg jv jw jx jy jz kq kx kz lq mz nq oq qf qg qj qk qo qy qz rj tj tq uq vq vz wq wv wz
        xg xh xj xk xq xu xv xw yf yj yq yv zg zj zq zr zv
        """.split(whereSeparator: \.isWhitespace).map { pair in
            pair.utf8.reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
        })

    /// The most tokens of one scalar beyond ASCII: its bytes, minus one where its first two are a token.
    static func count(_ scalar: ArraySlice<UInt8>) -> Int {
        joinsAtStart(scalar[scalar.startIndex], scalar[scalar.startIndex + 1])
            ? scalar.count - 1 : scalar.count
    }

    /// Whether the first two bytes of a scalar are a token; false where that is not known.
    static func joinsAtStart(_ lead: UInt8, _ second: UInt8) -> Bool {
        switch (lead, second) {
        case (0xC2, 0xA0...), (0xC3...0xC4, _), (0xCE, 0xA3...), (0xCF, 0x80...0x8E), (0xD0, 0x8E...),
            (0xD1, 0x80...0xA1), (0xD7, 0x90...0xAA), (0xD8, 0x9F...0xBA), (0xD9, 0x80...0x8B),
            (0xE0, 0xAE...0xBD), (0xE1, 0xB8...), (0xE2, 0x80...0x82), (0xE2, 0x84...0xA1),
            (0xE3, 0x80...0x91),
            (0xE4, 0xB6...), (0xE5...0xE8, _), (0xE9, 0x89...0xAE), (0xEA, 0xB0...), (0xEB, _),
            (0xEC, 0x81...),
            (0xED, 0x80...0x9F), (0xEF, 0xB6...), (0xF0, 0x9F...0xA1):
            true
        default: false
        }
    }

    /// Runs of the same blank that are one token.
    static func isShortBlank(_ piece: ArraySlice<UInt8>) -> Bool {
        let longest =
            switch piece.first {
            case 0x20: 80
            case 0x0A: 12
            case 0x09: 20
            default: 0
            }
        return piece.count <= longest && piece.allSatisfy { $0 == piece.first }
    }

    /// The contractions of the pattern in lower case, each of which is one token.
    static func isContraction(_ piece: ArraySlice<UInt8>) -> Bool {
        contractions.contains { $0.utf8.elementsEqual(piece) }
    }

    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]

    private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
