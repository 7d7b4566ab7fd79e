import Dataset

extension Rule {
    static let captionCut = row(
        "caption-cut", .error, on: .caption,
        measures:
            "captions that the trainer cuts, without a word: their own end, or the template's behind them; by the pipeline's tokenizer, or where even the least that they can have is too much",
        hint: "shorten it to what is encoded as meant",
        thresholds: [
            Threshold(
                count: "max_tokens", 1019, in: 1...100_000,
                "tokens that are encoded as meant; musubi-tuner cuts caption and chat template at 1058, of which 34 of the template come first and 5 last: five more tokens of a caption stay, without the template's end"
            )
        ]
    ) { subject, setting in
        let limit = Int(setting["max_tokens"])
        guard let tokens = subject.tokens, tokens.atLeast > limit else { return nil }
        let count = tokens.isExact ? "has \(tokens.count) tokens" : "has at least \(tokens.atLeast) tokens"
        let kept = setting.run.rules.trainedTokens
        guard tokens.atLeast > kept else {
            return "\(count); behind \(limit) the end of the trainer's template is cut away"
        }
        guard let cut = subject.cut, !cut.isEmpty else { return "\(count); \(kept) are kept" }
        let shown = cut.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(count); \(kept) are kept, cut away: \"\(shown[...].shortened(to: 120))\""
    }

    /// How many tokens of the trainer's template come behind a caption, and are cut away before it is.
    fileprivate static let templateEnd = 5
}

extension RuleSettings {
    /// How many tokens of a caption the trainer encodes as meant.
    var encodedTokens: Int { Int(first(.captionCut)) }
    /// How many tokens of a caption the trainer keeps.
    var trainedTokens: Int { encodedTokens + Rule.templateEnd }
}
