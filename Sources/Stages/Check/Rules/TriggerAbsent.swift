import Dataset

extension Rule {
    static let triggerAbsent = row(
        "trigger-absent", .warning,
        measures:
            "captions without the trigger word as a whole token; part of a longer word does not count",
        hint:
            "put the trigger word into the caption, spelled exactly so, or the LoRA won't learn to answer to it"
    ) { subject, setting in
        guard let trigger = setting.trigger, let caption = subject.row.caption,
            !caption.allSatisfy(\.isWhitespace),
            !caption.holds(token: trigger)
        else { return nil }
        if caption.lowercased().holds(token: trigger.lowercased()) {
            return "holds the trigger word \"\(trigger)\" only with other capitals"
        }
        if caption.contains(trigger) {
            return "holds the trigger word \"\(trigger)\" only inside a longer word"
        }
        return "does not hold the trigger word \"\(trigger)\""
    }
}

extension String {
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
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
