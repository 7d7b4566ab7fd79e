/// Counts the tokens of captions: exactly with a tokenizer, otherwise by `TokenEstimate`.
struct TokenCounter: Sendable {
    private let tokenizer: Tokenizer?
    /// Added tokens of the tokenizer.json files of Qwen2 and Qwen2.5, for a lower bound without any.
    private static let known = AddedTokens(names)
    private static let names =
        Tokenizer.special + [
            "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>", "<|quad_start|>",
            "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>",
            "<|video_pad|>", "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>",
            "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
        ]

    /// The first text in a caption that is one of the added tokens of these tokenizers.
    static func controlToken(in text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return nil }
        return known.parts(of: Array(text.utf8)[...]).first { $0.isToken }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    init(_ tokenizer: Tokenizer?) { self.tokenizer = tokenizer }

    /// The tokens of `text` alone, without the trainer's template around it.
    ///
    /// - Parameter limit: in tokens; the rest is cut.
    func count(_ text: String, limit: Int) -> TokenCount {
        if let tokenizer { Self.exact(text, limit, tokenizer) } else { Self.estimate(text, limit) }
    }

    private static func exact(_ text: String, _ limit: Int, _ tokenizer: Tokenizer) -> TokenCount {
        let pieces = TextPieces(text)
        var merger = PieceMerger(tokenizer.merges)
        var count = 0
        var cut: String.Index?
        pieces.forEach(asWritten: tokenizer.addedAsWritten, normalised: tokenizer.addedNormalised) { piece in
            let here = piece.isAddedToken ? 1 : merger.count(piece.bytes)
            if cut == nil, count + here > limit {
                let staying = piece.isAddedToken ? 0 : merger.end(ofToken: max(0, limit - count))
                cut = pieces.place(of: piece.bytes.startIndex + staying, in: piece.stretch)
            }
            count += here
        }
        return TokenCount(count: count, atLeast: count, isExact: true, cut: cut)
    }

    private static func estimate(_ text: String, _ limit: Int) -> TokenCount {
        let pieces = TextPieces(text)
        var upper = 0
        var lower = 0
        var cut: String.Index?
        pieces.forEach(asWritten: known, normalised: AddedTokens()) { piece in
            // A tokenizer without an added token reads it as plain text, with fewer tokens than bytes.
            upper += piece.isAddedToken ? piece.bytes.count : TokenEstimate.upper(piece.bytes)
            lower += 1
            if cut == nil, lower > limit { cut = pieces.place(of: piece.bytes.startIndex, in: piece.stretch) }
        }
        return TokenCount(count: upper, atLeast: lower, isExact: false, cut: cut)
    }
}

/// The number of tokens of a text.
struct TokenCount: Sendable, Equatable {
    /// The number of tokens; an upper estimate when not exact.
    let count: Int
    /// The number of tokens when exact; otherwise a lower bound.
    let atLeast: Int
    /// Whether a tokenizer counted, rather than `TokenEstimate`.
    let isExact: Bool
    /// Where the text is cut when only the tokens up to the limit are kept; nil when all of it is kept.
    ///
    /// A character whose bytes are only partly in the kept tokens is cut. When not exact, this is nil unless even
    /// `atLeast` is above the limit; then the text is cut here or earlier, and what follows is certainly lost.
    let cut: String.Index?
}
