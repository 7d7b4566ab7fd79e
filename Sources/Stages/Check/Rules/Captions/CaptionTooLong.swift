import Dataset

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
    ) { subject, setting in
        guard let tokens = subject.tokens, tokens.count > Int(setting["max_tokens"]) else { return nil }
        let rules = setting.run.rules
        // What is certainly cut is told by the rule for that, where it is on.
        if rules.isOn(.captionCut), tokens.atLeast > rules.encodedTokens { return nil }
        if tokens.isExact { return "has \(tokens.count) tokens" }
        let mayBeCut = tokens.count > rules.encodedTokens ? "; the trainer may cut it" : ""
        return
            "has up to \(tokens.count) tokens (an upper estimate: name check.tokenizer to count them)\(mayBeCut)"
    }
}
