import Dataset

/// The captions of all rows together.
extension Rule {
    static let captionsAlike = dataset(
        "captions-alike", .warning,
        measures: "datasets of which all captions are one and the same",
        hint: "describe each picture; with one caption for all, the LoRA can't tell subject from surroundings"
    ) { _ in
        var first: Fingerprint?
        var differ = false
        var count = 0
        return RuleEvaluator { input in
            guard !input.caption.isEmpty else { return nil }
            count += 1
            let caption = Fingerprint(input.caption)
            differ = differ || (first ?? caption) != caption
            first = caption
            return nil
        } end: { _ in
            count > 1 && !differ ? "all \(count) captions are the same" : nil
        }
    }

    static let captionPhraseRepeated = dataset(
        "caption-phrase-repeated", .note,
        measures: "a phrase of three words or more, the trigger word aside, that most captions share",
        hint:
            "leave it out unless it is meant to be learned as part of the trigger: what every caption says, none tells apart",
        thresholds: [
            Threshold(
                "min_share", 0.8, in: 0.1...1,
                "the share of captions; 0.8 is what dataset tools commonly take for boilerplate"),
            Threshold(count: "min_rows", 5, in: 2...1_000_000, "captions; among fewer a share says little"),
        ]
    ) { setting in
        var phrases = PhraseCount(share: setting["min_share"])
        let trigger = setting.run.trigger?.lowercased().tokens ?? []
        return RuleEvaluator { input in
            if !input.caption.isEmpty {
                // Words before and after the trigger word do not form a phrase together.
                phrases.add(input.caption.lowercased().tokens.parts(around: trigger))
            }
            return nil
        } end: { _ in
            guard phrases.captions >= Int(setting["min_rows"]), let most = phrases.longest else { return nil }
            return
                "\"\(most.phrase[...].shortened(to: 200))\" stands in at least \(most.count) of \(phrases.captions) captions"
        }
    }
}
