import Dataset
import Foundation

@testable import Check

/// BPE vocabularies in both forms. The first byte says what the rest is: a whole file, lines behind those of the 256
/// bytes, or merges of a tokenizer.json that is otherwise sound. What can be read must count as a plain implementation
/// does.
let tokensTarget = FuzzTarget(
    name: "tokens",
    seeds: {
        let merges = "a b\na ba\nĠ ab\nĠa b\n"
        return [
            [0] + Array(Vocabulary.ranks.utf8), [0] + Array(Vocabulary.json(merges: merges).utf8),
            [1] + Array("YWI= 256\nIGFi 257\r\n".utf8), [2] + Array(merges.utf8),
        ]
    },
    dictionary: [
        "YWI= 256", "\"merges\"", "\"vocab\"", "\"added_tokens\"", "Ġ", "a b\n", "\"normalized\":true",
        " 4294967295",
    ]
) { input in
    let rest = input.dropFirst()
    switch (input.first ?? 0) % 3 {
    case 0: tokensFile.write(Array(rest))
    case 1: tokensFile.write(Array(Vocabulary.ranks.utf8) + rest)
    default: tokensFile.write(Array(Vocabulary.json(merges: String(decoding: rest, as: UTF8.self)).utf8))
    }
    let tokenizer: Tokenizer
    do throws(TokenizerError) {
        tokenizer = try Tokenizer(contentsOf: tokensFile.path)
    } catch {
        if error.message.isEmpty || error.hint.isEmpty { throw Finding("an error without a word or a hint") }
        return
    }
    let tail = String(decoding: rest.suffix(40), as: UTF8.self)
    for text in ["ab abba <|im_end|>", "e\u{301}\r\n  it's 12", tail] {
        let found = TokenCounter(tokenizer).count(text, limit: 3)
        guard found.count == found.atLeast, found.count <= text.utf8.count else {
            throw Finding("\(found.count) tokens of \(text.utf8.count) bytes")
        }
        if let cut = found.cut, !(text.startIndex...text.endIndex).contains(cut) {
            throw Finding("a cut beyond the text")
        }
        var merger = PieceMerger(tokenizer.merges)
        let bytes = Array(text.utf8.prefix(24))
        let (quick, plain) = (merger.count(bytes[...]), Vocabulary.count(bytes, tokenizer.merges))
        if quick != plain { throw Finding("\(quick) tokens, and \(plain) by the plain way: \(bytes)") }
    }
    _ = TokenCounter(nil).count(tail, limit: 3)
}

private let tokensFile = InputFile()

private enum Vocabulary {
    /// A rank file of the 256 bytes.
    static let ranks = (0...UInt8.max).map { "\(Data([$0]).base64EncodedString()) \($0)\n" }.joined()

    private static let letters: [String] = (0...UInt8.max).map { byte in
        let plain = Set([Array(0x21...0x7E), Array(0xA1...0xAC), Array(0xAE...0xFF)].joined())
        if plain.contains(Int(byte)) { return String(Unicode.Scalar(byte)) }
        let number = (0..<Int(byte)).count { !plain.contains($0) }
        return Unicode.Scalar(UInt32(0x100 + number)).map { String($0) } ?? ""
    }

    /// A tokenizer.json as Qwen2's are, with a merge a line, and the tokens that these make.
    static func json(merges: String) -> String {
        let lines = merges.split(separator: "\n").map(String.init)
        var seen = Set(letters)
        let made = lines.map { $0.filter { $0 != " " } }.filter { !$0.isEmpty && seen.insert($0).inserted }
        let split: JSONValue = .record([
            "type": "Split", "pattern": .record(["Regex": .string(Pieces.pattern)]), "behavior": "Isolated",
            "invert": false,
        ])
        let document: JSONValue = .record([
            "added_tokens": .array([.record(["content": "<|im_end|>", "special": true])]),
            "normalizer": .record(["type": "NFC"]),
            "pre_tokenizer": .record([
                "type": "Sequence",
                "pretokenizers": .array([
                    split, .record(["type": "ByteLevel", "add_prefix_space": false, "use_regex": false]),
                ]),
            ]),
            "model": .record([
                "type": "BPE",
                "vocab": .object((letters + made).enumerated().map { .init($1, .int(Int64($0))) }),
                "merges": .array(lines.map { .string($0) }),
            ]),
        ])
        return document.text()
    }

    /// The number of tokens as the definition says: the pair of the lowest rank, the leftmost of equals, until none is left.
    static func count(_ bytes: [UInt8], _ table: MergeTable) -> Int {
        var tokens = bytes.map { table.singles[Int($0)] }
        while true {
            let pairs = zip(tokens.indices, tokens.indices.dropFirst()).compactMap { left, right in
                table[tokens[left], tokens[right]].map { (merge: $0, place: left) }
            }
            guard let first = pairs.min(by: { ($0.merge.rank, $0.place) < ($1.merge.rank, $1.place) }) else {
                return tokens.count
            }
            tokens[first.place] = first.merge.token
            tokens.remove(at: first.place + 1)
        }
    }
}
