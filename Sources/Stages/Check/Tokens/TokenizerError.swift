/// A tokenizer file that can't be used.
public struct TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, with the file's path and, where there is one, the line.
    public let message: String
    /// The next step.
    public let hint: String

    /// The message with its hint.
    public var description: String { "\(message); \(hint)" }

    init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }
}

extension TokenizerError {
    /// A file of a known format for another model than Qwen2.
    static func foreign(_ path: String, _ what: String) -> TokenizerError {
        TokenizerError(
            "\(path) is not a Qwen2 tokenizer: \(what)",
            hint: "name the tokenizer.json that lies beside the trainer's Qwen2 text encoder")
    }

    /// A file of an unknown format, or a damaged one.
    static func damaged(_ path: String, _ what: String) -> TokenizerError {
        TokenizerError(
            "\(path) can't be read as a tokenizer: \(what)",
            hint: "copy the file again, or take tokenizer.json from the text encoder's folder")
    }
}
