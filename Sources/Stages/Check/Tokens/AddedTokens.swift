/// Tokens that are found in a text before anything else and split it, such as `<|im_end|>`.
struct AddedTokens: Sendable {
    /// By their first byte, the longest first: of several that begin at a place the longest counts.
    private var byFirstByte: [UInt8: [[UInt8]]] = [:]

    /// Empty ones are passed over.
    init(_ tokens: [String] = []) {
        for token in tokens {
            let bytes = Array(token.utf8)
            if let first = bytes.first { byFirstByte[first, default: []].append(bytes) }
        }
        for first in byFirstByte.keys { byFirstByte[first]?.sort { $0.count > $1.count } }
    }

    /// The whole text in parts, none of them empty: the tokens, and what stands between them.
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
