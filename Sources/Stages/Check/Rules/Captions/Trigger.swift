import Dataset

/// The trigger word in a caption.
extension Rule {
    static let triggerAbsent = caption(
        "trigger-absent", .warning,
        measures: "captions without the trigger word as a whole token; part of a longer word does not count",
        hint:
            "put the trigger word into the caption, spelled exactly so, or the LoRA won't learn to answer to it"
    ) { caption, input, setting in
        guard let trigger = setting.run.trigger, !caption.holds(token: trigger) else { return nil }
        // trigger-misspelt reports a similar word, where it is on.
        let rules = setting.run.rules
        if rules.isOn(.triggerMisspelt), caption.nearest(to: trigger, edits: rules.triggerEdits) != nil {
            return nil
        }
        if caption.lowercased().holds(token: trigger.lowercased()) {
            return "holds the trigger word \"\(trigger)\" only with other capitals"
        }
        if caption.contains(trigger) {
            return "holds the trigger word \"\(trigger)\" only inside a longer word"
        }
        return "does not hold the trigger word \"\(trigger)\""
    }

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
    /// In characters. A longer trigger is not compared: the work grows with the square of its length, for every word.
    static let longestTrigger = 100

    /// The word, or the run of as many words as `trigger` has, that is within `edits` of `trigger`. The trigger in other
    /// capitals or inside a longer word does not count: trigger-absent reports those.
    func nearest(to trigger: String, edits: Int) -> String? {
        let wanted = trigger.lowercased()
        let parts = wanted.tokens
        let length = parts.count
        // Too many words are similar to a short one: sks and sky.
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
    /// The most edits by which a misspelt trigger word differs.
    var triggerEdits: Int { Int(first(.triggerMisspelt)) }
}
