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

    /// The first text in a caption that such a tokenizer takes for one of its added tokens.
    static func controlToken(in text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return nil }
        return known.parts(of: Array(text.utf8)[...]).first { $0.isToken }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    init(_ tokenizer: Tokenizer?) { self.tokenizer = tokenizer }

    /// The tokens of `text` alone, without those of the trainer's template around it.
    ///
    /// - Parameter limit: in tokens; what goes beyond is cut.
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
            // A file that does not know an added token takes it for plain text, of fewer tokens than bytes.
            upper += piece.isAddedToken ? piece.bytes.count : TokenEstimate.upper(piece.bytes)
            lower += 1
            if cut == nil, lower > limit { cut = pieces.place(of: piece.bytes.startIndex, in: piece.stretch) }
        }
        return TokenCount(count: upper, atLeast: lower, isExact: false, cut: cut)
    }
}
