extension String {
    /// The runs of letters, digits and underscores, in their order; a mark above or below a letter belongs to it, and so
    /// does an apostrophe or hyphen between two.
    var tokens: [String] {
        var found: [String] = []
        var word = ""
        var pending: Character?
        for character in self {
            if character.isWordPart {
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

    /// Whether the text holds `token` with no letter, digit or underscore right before or behind it.
    func holds(token: String) -> Bool { token.isEmpty || ranges(of: token).contains { standsAlone($0) } }

    /// Every place where the text holds `token` so; none for an empty one.
    func ranges(ofToken token: String) -> [Range<Index>] {
        token.isEmpty ? [] : ranges(of: token).filter { standsAlone($0) }
    }

    private func standsAlone(_ range: Range<Index>) -> Bool {
        let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
        let behind = range.upperBound < endIndex ? self[range.upperBound] : " "
        return !before.isWordPart && !behind.isWordPart
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
