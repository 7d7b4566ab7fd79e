import Dataset

extension Rule {
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
        return Judge { subject in
            if !subject.caption.isEmpty {
                // What stands before the trigger word and what stands behind it are no phrase together.
                phrases.add(subject.caption.lowercased().tokens.parts(around: trigger))
            }
            return nil
        } end: { _ in
            guard phrases.captions >= Int(setting["min_rows"]), let most = phrases.longest else { return nil }
            return
                "\"\(most.phrase[...].shortened(to: 200))\" stands in at least \(most.count) of \(phrases.captions) captions"
        }
    }
}
