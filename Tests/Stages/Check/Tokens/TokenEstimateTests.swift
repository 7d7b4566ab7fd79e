import TestKit
import Testing

@testable import Check

/// The estimate against true counts, and the facts that it is made of against the vocabulary.
@Suite(.timeLimit(.minutes(3))) struct TokenEstimateTests {
    @Test(.needs(.python)) func anEstimateIsNeverBelowTheCount() async throws {
        let peer = try await TokenPeer.counted()
        for text in peer.all {
            let estimate = TokenCounter(nil).count(text.text, limit: text.limit)
            let message = Comment(rawValue: "\(text.kind): \(text.text.prefix(80).debugDescription)")
            #expect(estimate.count >= max(text.ranks, text.merges), message)
            #expect(estimate.atLeast <= min(text.ranks, text.merges), message)
            if let cut = estimate.cut, text.isComposed {
                // What it calls lost is lost.
                let kept = text.text[..<cut].utf8.count
                #expect(kept >= max(text.keptByRanks.utf8.count, text.keptByMerges.utf8.count), message)
            }
        }
    }

    @Test(.needs(.python)) func onCaptionsItIsNear() async throws {
        let captions = try await TokenPeer.counted().counted.captions
        let ratios = captions.map {
            Double(TokenCounter(nil).count($0.text, limit: 512).count) / Double($0.ranks)
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        print(
            "estimate to count on \(captions.count) captions: \(mean) in the mean, \(ratios.max() ?? 0) at most"
        )
        #expect(mean < 1.6)
    }

    @Test(.needs(.python)) func everyWordOnTheListIsOneToken() async throws {
        var merger = PieceMerger(try await TokenPeer.counted().byRanks.merges)
        for word in CommonWords.small.map({ " " + $0 }) + CommonWords.beginnings.flatMap({ [$0, " " + $0] }) {
            #expect(merger.count(Array(word.utf8)[...]) == 1, "\(word)")
        }
        #expect(CommonWords.holds(Array(" boat".utf8)[...]) && !CommonWords.holds(Array("boat".utf8)[...]))
    }

    @Test(.needs(.python)) func everyShortTokenIsOne() async throws {
        var merger = PieceMerger(try await TokenPeer.counted().byRanks.merges)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        for first in 0..<128 as Range<UInt8> {
            for second in 0..<128 as Range<UInt8> {
                let isToken = merger.count([first, second]) == 1
                let isKnown = ShortTokens.join(first, second)
                let areLetters = letters.contains(first) && letters.contains(second)
                #expect(isKnown == isToken || (isToken && !areLetters), "\(first) \(second)")
            }
        }
        for lead in 0xC2...0xF4 as ClosedRange<UInt8> {
            for second in 0x80...0xBF as ClosedRange<UInt8> where ShortTokens.joinsAtStart(lead, second) {
                #expect(merger.count([lead, second]) == 1, "\(lead) \(second)")
            }
        }
        for first in [0x20] + letters {
            for second in letters {
                for third in letters {
                    let isToken = merger.count([first, second, third]) == 1
                    #expect(
                        LetterTriples.join(first, second, third) == isToken, "\(first) \(second) \(third)")
                }
            }
        }
    }

    @Test(.needs(.python)) func everyShortBlankAndContractionIsOneToken() async throws {
        var merger = PieceMerger(try await TokenPeer.counted().byRanks.merges)
        let blanks = [" ", "\n", "\t", "\r", "\u{00A0}"].flatMap { unit in
            (1...100).map { Array(String(repeating: unit, count: $0).utf8)[...] }
        }
        for blank in blanks where ShortTokens.isShortBlank(blank) { #expect(merger.count(blank) == 1) }
        #expect(blanks.count { ShortTokens.isShortBlank($0) } == 112)
        for word in ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"] {
            #expect(
                ShortTokens.isContraction(Array(word.utf8)[...]) && merger.count(Array(word.utf8)[...]) == 1)
        }
        #expect(!ShortTokens.isContraction(Array("'x".utf8)[...]))
    }
}
