import Dataset
import Foundation

/// A Hugging Face tokenizer.json; only what counting needs.
struct TokenizerDocument {
    private let model: JSONValue
    private let added: [JSONValue]
    private let path: String

    /// Reads it. Refuses a tokenizer that differs from Qwen2's, because counts would be silently wrong.
    init(_ bytes: [UInt8], path: String) throws(TokenizerError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw .damaged(path, "\(error)")
        }
        if let difference = Self.difference(document) { throw .foreign(path, difference) }
        model = document["model"] ?? .null
        added = document["added_tokens"]?.array ?? []
        self.path = path
        // Qwen2.5 has 22; each may be compared at every position of a text.
        guard added.count <= 4096 else { throw .foreign(path, "it has \(added.count) added tokens") }
    }

    /// The contents of the added tokens that are matched after NFC, or of those matched before.
    func added(normalised: Bool) -> [String] {
        added.filter { ($0["normalized"] == true) == normalised }.compactMap { $0["content"]?.string }.map {
            normalised ? $0.precomposedStringWithCanonicalMapping : $0
        }
    }

    /// The pairs that merge; the position in the list is the rank.
    func merges() throws(TokenizerError) -> MergeTable {
        guard let vocabulary = model["vocab"]?.members, let merges = model["merges"]?.array else {
            throw .damaged(path, "its model has no vocab or no merges")
        }
        var tokens = TokenBytes(capacity: vocabulary.count)
        for member in vocabulary {
            guard let token = ByteAlphabet.bytes(of: member.key) else {
                throw .foreign(path, "the token \"\(member.key)\" is not spelled in the alphabet of bytes")
            }
            guard tokens.add(token) != nil else {
                throw .damaged(path, "the token \"\(member.key)\" is empty or too long")
            }
        }
        guard let singles = tokens.singles() else {
            throw .foreign(path, "not every one of the 256 bytes has a token")
        }
        var table = MergeTable(singles: singles, capacity: merges.count)
        for (rank, merge) in merges.enumerated() {
            let pair = Self.pair(merge)
            guard pair.count == 2, let left = ByteAlphabet.bytes(of: pair[0]),
                let right = ByteAlphabet.bytes(of: pair[1]), let first = tokens.number(of: left),
                let second = tokens.number(of: right), let whole = tokens.number(of: left + right)
            else {
                throw .damaged(
                    path, "merge \(rank + 1), \"\(pair.joined(separator: " "))\", is not of two tokens")
            }
            table[first, second] = .init(rank: UInt32(rank), token: whole)
        }
        return table
    }

    /// The tokens of one merge: one string with a space between them in older files, a list in newer ones.
    private static func pair(_ merge: JSONValue) -> [Substring] {
        if let text = merge.string { return text.split(separator: " ", omittingEmptySubsequences: false) }
        return (merge.array ?? []).compactMap { $0.string?[...] }
    }
}
