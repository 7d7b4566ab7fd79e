extension String {
    /// The runs of letters, digits and underscores, in their order; a mark above or below a letter belongs to it, and so
    /// does an apostrophe or hyphen between two. Between a script without spaces and another one, a word ends.
    var tokens: [String] {
        var found: [String] = []
        var word = ""
        var pending: Character?
        for character in self {
            if character.isWordPart {
                if let last = word.last, pending == nil, !character.goesOn(from: last) {
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

    /// Whether the text holds `token` as words of its own: no letter, digit or underscore that belongs to them right
    /// before or behind it.
    func holds(token: String) -> Bool { token.isEmpty || ranges(of: token).contains { standsAlone($0) } }

    /// Every place where the text holds `token` so; none for an empty one.
    func ranges(ofToken token: String) -> [Range<Index>] {
        token.isEmpty ? [] : ranges(of: token).filter { standsAlone($0) }
    }

    private func standsAlone(_ range: Range<Index>) -> Bool {
        guard let first = self[range].first, let last = self[range].last else { return false }
        let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
        let behind = range.upperBound < endIndex ? self[range.upperBound] : " "
        return !first.goesOn(from: before) && !behind.goesOn(from: last)
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }

    /// Whether a word goes on from the character before to this one. Scripts without spaces begin a new word where
    /// another script does: 一张h4rbour的照片 holds the word h4rbour.
    fileprivate func goesOn(from before: Character) -> Bool {
        isWordPart && before.isWordPart && isUnspaced == before.isUnspaced
    }

    /// Ideographs, kana, hangul, and the scripts of south-east Asia that put no spaces between words.
    fileprivate var isUnspaced: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
            || (0x1100...0x11FF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value)
            || (0x0E00...0x0EFF).contains(scalar.value) || (0x1000...0x109F).contains(scalar.value)
            || (0x1780...0x17FF).contains(scalar.value)
    }
}

extension [String] {
    /// The words without others, the trigger's, where those stand together in their order.
    func without(_ words: [String]) -> [String] { parts(around: words).flatMap(\.self) }

    /// What stands before, between and behind such words.
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
