import Dataset
import Foundation
import TestKit

@testable import Check

/// Texts with the counts of tiktoken and of tokenizers, and the files by which those counted, made once for all tests.
struct TokenPeer: Sendable {
    /// One text and what the peers said.
    struct Text: Decodable, Sendable {
        let kind: String
        let text: String
        /// tiktoken's number of tokens, by the rank file.
        let ranks: Int
        /// The number of tokens by tokenizer.json.
        let merges: Int
        /// A number of tokens, and what tiktoken and tokenizers give back for so many, without a last part of a scalar.
        let limit: Int
        let keptByRanks: String
        let keptByMerges: String
        /// Whether the text is in NFC.
        let isComposed: Bool
    }

    /// What the program writes.
    struct Counted: Decodable, Sendable {
        let captions: [Text]
        let texts: [Text]
    }

    let counted: Counted
    let byRanks: Tokenizer
    let byMerges: Tokenizer
    /// The rank file's bytes.
    let rankFile: [UInt8]

    var all: [Text] { counted.captions + counted.texts }

    /// The counted texts; the program runs for the first who asks.
    static func counted() async throws -> TokenPeer { try await running.value }

    private static let running = Task {
        let directory = try TemporaryDirectory("tokens")
        // Its files are removed with it, so it is held to the end.
        defer { withExtendedLifetime(directory) {} }
        let box = Box()
        try await PythonPeer.run("Tests/Stages/Check/Tokens/token_peer.py", [directory.path]) { files in
            let path = { (key: String) in files[key]?.string ?? "" }
            let counted = try Data(contentsOf: URL(fileURLWithPath: path("counted")))
            await box.put(
                TokenPeer(
                    counted: try JSONDecoder().decode(Counted.self, from: counted),
                    byRanks: try Tokenizer(contentsOf: path("ranks")),
                    byMerges: try Tokenizer(contentsOf: path("merges")),
                    rankFile: Array(try Data(contentsOf: URL(fileURLWithPath: path("ranks"))))))
        }
        return try await box.taken()
    }

    /// Carries the result out of the program's run.
    private actor Box {
        private var peer: TokenPeer?
        func put(_ peer: TokenPeer) { self.peer = peer }
        func taken() throws -> TokenPeer {
            guard let peer else { throw CocoaError(.fileReadUnknown) }
            return peer
        }
    }
}
