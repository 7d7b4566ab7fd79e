import Dataset
import Foundation
import TestKit

@testable import Check

/// A tokenizer file of the 256 bytes and a few tokens more, in either kind.
struct TinyVocabulary {
    /// Tokens of more than one byte in their order of merging, each as the two that it is made of.
    var merges: [(String, String)] = []
    /// Contents of added tokens, with their further keys.
    var added: [(String, [JSONValue.Member])] = []
    /// Whether a merge is a list of two, as newer files have it, or a string.
    var isInPairs = false
    /// Values to put in the place of others: a path of keys, and the value (nil takes the key away).
    var changes: [([String], JSONValue?)] = []

    private static let directory = Result { try TemporaryDirectory("tokenizer") }

    /// The path of a new file with this content.
    static func file(_ content: some Sequence<UInt8>) throws -> String {
        try directory.get().write(content, UUID().uuidString)
    }

    /// Reads it back from a rank file.
    func byRanks() throws -> Tokenizer {
        try Tokenizer(contentsOf: Self.file(rankLines().joined(separator: "\n").utf8))
    }

    /// Reads it back from a tokenizer.json.
    func byMerges() throws -> Tokenizer { try Tokenizer(contentsOf: Self.file(json().text().utf8)) }

    /// The lines of a rank file.
    func rankLines() -> [String] {
        let tokens = (0...UInt8.max).map { [$0] } + merges.map { Array(($0.0 + $0.1).utf8) }
        return tokens.enumerated().map { "\(Data($1).base64EncodedString()) \($0)" }
    }

    /// A tokenizer.json as Qwen2's are.
    func json() -> JSONValue {
        let letters = (0...UInt8.max).map(Self.letter)
        let spelled = { (text: String) in text.utf8.map(Self.letter).joined() }
        let vocabulary = letters + merges.map { spelled($0.0 + $0.1) }
        let document: JSONValue = .record([
            "added_tokens": .array(
                added.map { .object([.init("content", .string($0.0)), .init("special", true)] + $0.1) }),
            "normalizer": .record(["type": "NFC"]),
            "pre_tokenizer": .record([
                "type": "Sequence",
                "pretokenizers": .array([
                    .record([
                        "type": "Split", "pattern": .record(["Regex": .string(Pieces.pattern)]),
                        "behavior": "Isolated", "invert": false,
                    ]),
                    .record(["type": "ByteLevel", "add_prefix_space": false, "use_regex": false]),
                ]),
            ]),
            "model": .record([
                "type": "BPE", "dropout": .null, "continuing_subword_prefix": "", "byte_fallback": false,
                "vocab": .object(vocabulary.enumerated().map { .init($1, .int(Int64($0))) }),
                "merges": .array(
                    merges.map { merge in
                        let pair = [spelled(merge.0), spelled(merge.1)]
                        return isInPairs
                            ? .array(pair.map { .string($0) }) : .string(pair.joined(separator: " "))
                    }),
            ]),
        ])
        return changes.reduce(document) { $0.changed(at: $1.0[...], to: $1.1) }
    }

    /// A byte in the alphabet of tokenizer.json, made here once more.
    private static func letter(_ byte: UInt8) -> String {
        let plain = Set([Array(0x21...0x7E), Array(0xA1...0xAC), Array(0xAE...0xFF)].joined())
        if plain.contains(Int(byte)) { return String(Unicode.Scalar(byte)) }
        let number = (0..<Int(byte)).count { !plain.contains($0) }
        return Unicode.Scalar(UInt32(0x100 + number)).map { String($0) } ?? ""
    }
}

extension JSONValue {
    /// A copy with one value put in or taken away.
    func changed(at path: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
        guard let key = path.first, let members else { return self }
        let old = self[key] ?? .object([])
        let new = path.count == 1 ? value : old.changed(at: path.dropFirst(), to: value)
        return .object(members.filter { $0.key != key } + (new.map { [Member(key, $0)] } ?? []))
    }
}
