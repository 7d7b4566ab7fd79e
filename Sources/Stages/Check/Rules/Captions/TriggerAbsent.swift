import Dataset

extension Rule {
    static let triggerAbsent = caption(
        "trigger-absent", .warning,
        measures: "captions without the trigger word as a whole token; part of a longer word does not count",
        hint:
            "put the trigger word into the caption, spelled exactly so, or the LoRA won't learn to answer to it"
    ) { caption, subject, setting in
        guard let trigger = setting.run.trigger, !caption.holds(token: trigger) else { return nil }
        // What is nearly the word is told by the rule for that, where it is on.
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
}
