import Foundation
import TestKit
import Testing

@testable import Check

/// Counts and cuts against tiktoken and tokenizers, over more than 2,500 texts of many kinds.
@Suite(.timeLimit(.minutes(3))) struct TokenPeerTests {
    @Test(.needs(.python)) func everyCountIsTheSameForBothKindsOfFile() async throws {
        let peer = try await TokenPeer.counted()
        #expect(Set(peer.counted.texts.map(\.text)).count > 2_400)
        for text in peer.all {
            let byRanks = TokenCounter(peer.byRanks).count(text.text, limit: text.limit)
            #expect(byRanks.count == text.ranks, "\(text.kind): \(text.text.prefix(80).debugDescription)")
            expectCut(byRanks, text, text.ranks, text.keptByRanks)
            let byMerges = TokenCounter(peer.byMerges).count(text.text, limit: text.limit)
            #expect(byMerges.count == text.merges, "\(text.kind): \(text.text.prefix(80).debugDescription)")
            expectCut(byMerges, text, text.merges, text.keptByMerges)
        }
    }

    /// What stays before the cut is what the peer gives back for so many tokens; where NFC changes the text, it
    /// is that but for what belongs to the character cut.
    private func expectCut(_ count: TokenCount, _ text: TokenPeer.Text, _ all: Int, _ kept: String) {
        let message = Comment(
            rawValue: "\(text.kind), \(text.limit) of \(text.text.prefix(80).debugDescription)")
        #expect((count.cut == nil) == (text.limit >= all), message)
        guard let cut = count.cut else { return }
        if text.isComposed {
            #expect(text.text[..<cut].utf8.elementsEqual(kept.utf8), message)
        } else if text.ranks == text.merges {
            // Elsewhere one peer composes across an added token's border, and the text's own NFC is no measure.
            let behind = text.text.index(after: cut)
            let less = String(text.text[..<cut]).precomposedStringWithCanonicalMapping.utf8
            let more = String(text.text[..<behind]).precomposedStringWithCanonicalMapping.utf8
            #expect(kept.utf8.starts(with: less) && kept.utf8.count < more.count, message)
        }
    }

    /// The control: the first merges in the opposite order, and many counts are wrong.
    @Test(.needs(.python)) func anotherOrderOfMergesIsSeen() async throws {
        let peer = try await TokenPeer.counted()
        var lines = String(decoding: peer.rankFile, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let order = lines[256..<2_000].map { $0[1] }
        for (place, rank) in zip(256..<2_000, order.reversed()) { lines[place][1] = rank }
        let text = lines.map { $0.joined(separator: " ") }.joined(separator: "\n")
        let swapped = TokenCounter(try Tokenizer(contentsOf: TinyVocabulary.file(text.utf8)))
        let wrong = peer.all.count { swapped.count($0.text, limit: 9).count != $0.ranks }
        #expect(wrong > 300, "\(wrong)")
    }

    /// The control: without the pattern's pieces counts are others, and without NFC too.
    @Test(.needs(.python)) func anotherSplitIsSeen() async throws {
        let peer = try await TokenPeer.counted()
        var merger = PieceMerger(peer.byRanks.merges)
        let whole = peer.all.filter { $0.text.utf8.count < 2_000 }
        let wrong = whole.count { merger.count(Array($0.text.utf8)[...]) != $0.ranks }
        #expect(wrong > 300, "\(wrong)")
        let loose = peer.all.filter { !$0.isComposed && $0.kind == "loose" }
        let unlike = loose.count { text in
            Pieces(Array(text.text.utf8)[...]).reduce(0) { $0 + merger.count($1) } != text.ranks
        }
        #expect(unlike > 50, "\(unlike) of \(loose.count)")
    }
}
