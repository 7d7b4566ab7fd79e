import Dataset

/// The length of a caption in tokens, and tokens that are not text.
extension Rule {
    static let captionTooLong = row(
        "caption-too-long", .warning, on: .caption,
        measures:
            "captions of more tokens than this, by the pipeline's tokenizer or an upper estimate without one",
        hint: "shorten it: long captions are reported to learn badly, and some trainers cut at 512",
        thresholds: [
            Threshold(
                count: "max_tokens", 512, in: 1...100_000,
                "tokens of the Qwen2 tokenizer; where other trainers cut")
        ]
    ) { input, setting in
        guard let tokens = input.tokens, tokens.count > Int(setting["max_tokens"]) else { return nil }
        let rules = setting.run.rules
        // caption-cut reports it, where that is certain and the rule is on.
        if rules.isOn(.captionCut), tokens.atLeast > rules.encodedTokens { return nil }
        if tokens.isExact { return "has \(tokens.count) tokens" }
        let mayBeCut = tokens.count > rules.encodedTokens ? "; the trainer may cut it" : ""
        return
            "has up to \(tokens.count) tokens (an upper estimate: name check.tokenizer to count them)\(mayBeCut)"
    }

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
    ) { input, setting in
        let limit = Int(setting["max_tokens"])
        guard let tokens = input.tokens, tokens.atLeast > limit else { return nil }
        let count = tokens.isExact ? "has \(tokens.count) tokens" : "has at least \(tokens.atLeast) tokens"
        let kept = setting.run.rules.trainedTokens
        guard tokens.atLeast > kept else {
            return "\(count); behind \(limit) the end of the trainer's template is cut away"
        }
        guard let cut = input.cut, !cut.isEmpty else { return "\(count); \(kept) are kept" }
        let shown = cut.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(count); \(kept) are kept, cut away: \"\(shown[...].shortened(to: 120))\""
    }

    /// Tokens of the trainer's template that follow the caption and are cut first.
    fileprivate static let templateEnd = 5

    static let captionControlToken = caption(
        "caption-control-token", .error,
        measures:
            "captions with a text that Qwen's tokenizers take for a control token, as <|im_start|>, <|im_end|> or <|endoftext|>",
        hint: "remove it: the trainer does not encode it as text, and it can end the prompt in the middle"
    ) { caption, _, _ in
        TokenCounter.controlToken(in: caption).map {
            "holds \($0), which is a control token to the trainer"
        }
    }
}

extension RuleSettings {
    /// How many tokens of a caption the trainer encodes with the whole template.
    var encodedTokens: Int { Int(first(.captionCut)) }
    /// How many tokens of a caption the trainer keeps.
    var trainedTokens: Int { encodedTokens + Rule.templateEnd }
}
