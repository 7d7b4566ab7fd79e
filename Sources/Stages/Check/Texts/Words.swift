extension String {
    /// The runs of letters, digits and underscores, in their order; combining marks belong to their letter, and an apostrophe
    /// or hyphen between two letters to the word. A word ends between a script without spaces and another one.
    var tokens: [String] {
        var found: [String] = []
        var word = ""
        var pending: Character?
        for character in self {
            if character.isWordPart {
                if let last = word.last, pending == nil, !character.continuesWord(from: last) {
                    found.append(word)
                    word = ""
                }
                if let joint = pending { word.append(joint) }
                pending = nil
                word.append(character)
            } else if pending == nil, !word.isEmpty, character == "'" || character == "’" || character == "-"
            {
                pending = character
            } else {
                if !word.isEmpty { found.append(word) }
                word = ""
                pending = nil
            }
        }
        return word.isEmpty ? found : found + [word]
    }

    /// Whether the text contains `token` as whole words: no letter, digit or underscore directly before or after it.
    func holds(token: String) -> Bool { token.isEmpty || ranges(of: token).contains { isWholeWord($0) } }

    /// Every range of `token` as whole words; none for an empty token.
    func ranges(ofToken token: String) -> [Range<Index>] {
        token.isEmpty ? [] : ranges(of: token).filter { isWholeWord($0) }
    }

    private func isWholeWord(_ range: Range<Index>) -> Bool {
        guard let first = self[range].first, let last = self[range].last else { return false }
        let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
        let behind = range.upperBound < endIndex ? self[range.upperBound] : " "
        return !first.continuesWord(from: before) && !behind.continuesWord(from: last)
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }

    /// Whether this character continues the word of the character before. Between a script without spaces and another one a new
    /// word starts: 一张h4rbour的照片 contains the word h4rbour.
    fileprivate func continuesWord(from before: Character) -> Bool {
        isWordPart && before.isWordPart && isUnspaced == before.isUnspaced
    }

    /// Ideographs, kana, hangul, and the scripts of Southeast Asia that put no spaces between words.
    fileprivate var isUnspaced: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
            || (0x1100...0x11FF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value)
            || (0x0E00...0x0EFF).contains(scalar.value) || (0x1000...0x109F).contains(scalar.value)
            || (0x1780...0x17FF).contains(scalar.value)
    }
}

extension [String] {
    /// The words without each occurrence of `words` in sequence.
    func without(_ words: [String]) -> [String] { parts(around: words).flatMap(\.self) }

    /// The words before, between and after the occurrences of `words` in sequence.
    func parts(around words: [String]) -> [[String]] {
        guard !words.isEmpty else { return [self] }
        var parts: [[String]] = [[]]
        var at = 0
        while at < count {
            if self[at...].starts(with: words) {
                at += words.count
                parts.append([])
            } else {
                parts[parts.count - 1].append(self[at])
                at += 1
            }
        }
        return parts
    }
}

/// A 64-bit FNV-1a hash of a text's UTF-8, to find duplicates in little memory. The probability of a collision among 100,000
/// texts is 1 in 3 thousand million.
struct Fingerprint: Hashable, Sendable {
    private let value: UInt64

    init(_ text: String) {
        value = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
