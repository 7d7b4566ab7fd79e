import Dataset

extension Rule {
    static let captionCut = row(
        "caption-cut", .error, on: .caption,
        measures:
            "captions of which the trainer cuts away the end, without a word; by the pipeline's tokenizer, or where even the least that they can have is too much",
        hint: "shorten it to what fits",
        thresholds: [
            Threshold(
                count: "max_tokens", 1024, in: 1...100_000,
                "tokens; musubi-tuner cuts caption and chat template at 1058, of which 34 of the template come first"
            )
        ]
    ) { subject, setting in
        let limit = Int(setting["max_tokens"])
        guard let tokens = subject.tokens, tokens.atLeast > limit else { return nil }
        let count = tokens.isExact ? "has \(tokens.count) tokens" : "has at least \(tokens.atLeast) tokens"
        guard let cut = subject.cut, !cut.isEmpty else { return "\(count); \(limit) are kept" }
        let shown = cut.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(count); \(limit) are kept, cut away: \"\(shown[...].shortened(to: 120))\""
    }
}

extension RuleSettings {
    /// How many tokens of a caption the trainer keeps.
    var trainedTokens: Int { Int(first(.captionCut)) }
}
