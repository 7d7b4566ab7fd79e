/// How many tokens a text has.
struct TokenCount: Sendable, Equatable {
    /// The number of tokens; an upper estimate when not exact.
    let count: Int
    /// The number of tokens when exact; otherwise one that the true number is never below.
    let atLeast: Int
    /// Whether a tokenizer counted.
    let isExact: Bool
    /// Where the text ends when only the limit's tokens stay; nil when all of it stays.
    ///
    /// A character whose bytes are only partly in the tokens that stay is cut. When not exact, this is nil unless
    /// even `atLeast` is above the limit, and then the text is cut here or before: what stands behind is lost
    /// for sure.
    let cut: String.Index?
}
