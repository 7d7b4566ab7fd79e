/// A Qwen2 tokenizer, as the text encoders of Qwen-Image and its kin use it, as far as counting needs it.
///
/// Byte-level byte pair encoding over NFC. Its file is never written by this project: it lies beside the text
/// encoder that the trainer loads.
public struct Tokenizer: Sendable {
    let merges: MergeTable
    /// Tokens that are looked for in the text as written.
    let addedAsWritten: AddedTokens
    /// Tokens that are looked for after NFC.
    let addedNormalised: AddedTokens

    /// Reads a Hugging Face tokenizer.json, or a tiktoken-style rank file (a line a token: its bytes in base64, a
    /// space, its rank); which of the two it is shows in its content. Takes some tenths of a second.
    ///
    /// A rank file names neither its pattern nor its special tokens; it is taken for Qwen's, with those that both
    /// Qwen and Qwen2 have.
    ///
    /// - Throws: `TokenizerError` for a file that isn't there, is too large, damaged, or another model's.
    public init(contentsOf path: String) throws(TokenizerError) {
        let bytes = try TokenizerFile.bytes(at: path)
        if TokenizerFile.isJSON(bytes) {
            let document = try TokenizerDocument(bytes, path: path)
            merges = try document.merges()
            addedAsWritten = AddedTokens(document.added(normalised: false))
            addedNormalised = AddedTokens(document.added(normalised: true))
        } else {
            merges = try RankFile.merges(bytes, path: path)
            addedAsWritten = AddedTokens()
            addedNormalised = AddedTokens(Self.special)
        }
    }

    /// The special tokens that every Qwen has.
    static let special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
}
