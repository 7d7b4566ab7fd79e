import Dataset

extension Rule {
    static let triggerMisspelt = caption(
        "trigger-misspelt", .warning,
        measures:
            "captions without the trigger word but with one that is a few edits away, a third of its letters at most; triggers of four letters and less are left out",
        hint:
            "spell the trigger word exactly, or the LoRA learns another word than the one you will call it by",
        thresholds: [
            Threshold(count: "max_edits", 2, in: 1...5, "letters left out, added, changed or swapped")
        ]
    ) { caption, _, setting in
        guard let trigger = setting.run.trigger, !caption.holds(token: trigger),
            let nearest = caption.nearest(to: trigger, edits: Int(setting["max_edits"]))
        else { return nil }
        return "says \"\(nearest[...].shortened())\", which is nearly the trigger word \"\(trigger)\""
    }
}

extension String {
    /// A longer trigger is not looked for misspelt: the work grows with the square of its length, for every word.
    static let longestTrigger = 100

    /// The word, or run of as many words as `trigger` has, that is nearly `trigger`; not the trigger itself in other
    /// capitals or inside a longer word, which are faults of their own.
    func nearest(to trigger: String, edits: Int) -> String? {
        let wanted = trigger.lowercased()
        let parts = wanted.tokens
        let length = parts.count
        // Of a short word too much is near: sks and sky.
        let allowed = wanted.count < 5 ? 0 : min(edits, wanted.count / 3)
        guard length > 0, allowed > 0, wanted.count <= Self.longestTrigger else { return nil }
        let words = tokens
        guard words.count >= length else { return nil }
        let whole = parts.joined(separator: " ")
        for start in 0...(words.count - length) {
            let said = words[start..<start + length].joined(separator: " ")
            let candidate = said.lowercased()
            if candidate == whole || candidate.contains(whole) || abs(candidate.count - whole.count) > allowed
            {
                continue
            }
            if EditDistance.between(candidate, whole) <= allowed { return said }
        }
        return nil
    }
}

extension RuleSettings {
    /// How many edits make the trigger word a misspelt one.
    var triggerEdits: Int { Int(first(.triggerMisspelt)) }
}
