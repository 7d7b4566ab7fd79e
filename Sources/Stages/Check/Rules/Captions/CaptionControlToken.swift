import Dataset

extension Rule {
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
