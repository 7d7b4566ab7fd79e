/// Tokens that are matched in a text first and split it, such as `<|im_end|>`.
struct AddedTokens: Sendable {
    /// By their first byte, the longest first: the longest match at a position counts.
    private var byFirstByte: [UInt8: [[UInt8]]] = [:]

    /// Ignores empty ones.
    init(_ tokens: [String] = []) {
        for token in tokens {
            let bytes = Array(token.utf8)
            if let first = bytes.first { byFirstByte[first, default: []].append(bytes) }
        }
        for first in byFirstByte.keys { byFirstByte[first]?.sort { $0.count > $1.count } }
    }

    /// The whole text in parts that are not empty: the tokens and the text between them.
    func parts(of text: ArraySlice<UInt8>) -> [(bytes: ArraySlice<UInt8>, isToken: Bool)] {
        if text.isEmpty { return [] }
        if byFirstByte.isEmpty { return [(text, false)] }
        var parts: [(bytes: ArraySlice<UInt8>, isToken: Bool)] = []
        var begun = text.startIndex
        var at = text.startIndex
        while at < text.endIndex {
            guard let token = byFirstByte[text[at]]?.first(where: { text[at...].starts(with: $0) }) else {
                at += 1
                continue
            }
            if begun < at { parts.append((text[begun..<at], false)) }
            parts.append((text[at..<(at + token.count)], true))
            at += token.count
            begun = at
        }
        if begun < at { parts.append((text[begun..<at], false)) }
        return parts
    }
}
