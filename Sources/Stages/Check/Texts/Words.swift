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
    func holds(token: String) -> Bool {
        guard !token.isEmpty else { return true }
        return ranges(of: token).contains { range in
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            let behind = range.upperBound < endIndex ? self[range.upperBound] : " "
            return !before.isWordPart && !behind.isWordPart
        }
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
