/// A vocabulary in tiktoken's format: for each token a line with its bytes in base64, a space, and its rank.
///
/// Two adjacent tokens merge when their joined bytes are a token, the lowest rank first. So every split of a token into two
/// others is a merge with that token's rank.
enum RankFile {
    /// Reads the lines; ignores empty ones.
    static func merges(_ bytes: [UInt8], path: String) throws(TokenizerError) -> MergeTable {
        let expected = bytes.count / 16
        var tokens = TokenBytes(capacity: expected)
        var ranks: [UInt32] = []
        ranks.reserveCapacity(expected)
        var seen: Set<UInt32> = []
        seen.reserveCapacity(expected)
        var line = 0
        var at = 0
        while at < bytes.count {
            line += 1
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            var text = bytes[at..<end]
            at = end + 1
            while let last = text.last, last == 0x0D || last == 0x20 { text.removeLast() }
            if text.isEmpty { continue }
            guard let gap = text.firstIndex(of: 0x20), let token = decode(text[..<gap]),
                let rank = number(text[(gap + 1)...])
            else { throw .damaged(path, "line \(line) is not a token in base64, a space and a rank") }
            guard tokens.add(token) != nil, seen.insert(rank).inserted else {
                throw .damaged(path, "line \(line) has a token or a rank that stood before, or one too long")
            }
            ranks.append(rank)
        }
        guard let singles = tokens.singles() else {
            throw .damaged(path, "after \(line) lines not every one of the 256 bytes has a token")
        }
        var table = MergeTable(singles: singles, capacity: ranks.count * 2)
        for (number, rank) in ranks.enumerated() {
            let token = UInt32(number)
            tokens.forEachSplit(of: token) { left, right in
                table[left, right] = .init(rank: rank, token: token)
            }
        }
        return table
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard !digits.isEmpty, digits.count < 10 else { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + UInt32(digit - 0x30)
        }
        return value
    }

    /// Base64 with its padding (RFC 4648); nil for anything else. Foundation's decoder allocates an object for each line.
    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = text.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
        guard !text.isEmpty, text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for character in text.dropLast(digits) {
            guard let value = sextet(character) else { return nil }
            bits = bits << 6 | value
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return bits & (1 << UInt32(held) - 1) == 0 ? bytes : nil
    }

    private static func sextet(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
