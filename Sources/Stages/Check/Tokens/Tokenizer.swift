/// A Qwen2 tokenizer, as the text encoders of Qwen-Image and related models use it; only what counting needs.
///
/// Byte-level byte pair encoding over NFC. This project ships no such file: it is stored beside the text encoder that the
/// trainer loads.
public struct Tokenizer: Sendable {
    let merges: MergeTable
    /// Tokens that are matched in the text as written.
    let addedAsWritten: AddedTokens
    /// Tokens that are matched after NFC.
    let addedNormalised: AddedTokens

    /// Reads a Hugging Face tokenizer.json, or a tiktoken-style rank file (a line a token: its bytes in base64, a
    /// space, its rank); its content decides which of the two it is. Takes some tenths of a second.
    ///
    /// A rank file names neither its pattern nor its special tokens; Qwen's are used, with the tokens that both Qwen and Qwen2
    /// have.
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

    /// The special tokens of every Qwen model.
    static let special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
}
