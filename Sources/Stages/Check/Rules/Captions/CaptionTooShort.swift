import Dataset

extension Rule {
    static let captionTooShort = caption(
        "caption-too-short", .warning,
        measures:
            "captions of fewer words, the trigger word aside; a character of Chinese, Japanese or Korean is a word",
        hint:
            "say what else the picture shows: what is not in the caption becomes part of what the trigger means",
        thresholds: [
            Threshold(
                count: "min_words", 3, in: 1...1000,
                "words; below three, a caption names a thing and shows nothing of it")
        ]
    ) { caption, _, setting in
        let trigger = setting.run.trigger?.lowercased().tokens ?? []
        let said = caption.lowercased().tokens
        let rest = said.without(trigger)
        let words = rest.reduce(0) { $0 + $1.wordCount }
        guard words < Int(setting["min_words"]) else { return nil }
        if rest.count == said.count { return words == 0 ? "has no word" : "has \(words) word(s)" }
        return words == 0
            ? "holds nothing but the trigger word" : "has \(words) word(s) besides the trigger word"
    }
}

extension String {
    /// How many words a run of letters is: each ideograph or kana is one, and so is each run of other letters between them.
    fileprivate var wordCount: Int {
        var count = 0
        var isInWord = false
        for scalar in unicodeScalars {
            if scalar.isIdeographOrKana {
                count += 1
                isInWord = false
            } else if !isInWord {
                count += 1
                isInWord = true
            }
        }
        return count
    }
}

extension Unicode.Scalar {
    fileprivate var isIdeographOrKana: Bool {
        properties.isIdeographic || (0x3040...0x30FF).contains(value) || (0xAC00...0xD7A3).contains(value)
    }
}
