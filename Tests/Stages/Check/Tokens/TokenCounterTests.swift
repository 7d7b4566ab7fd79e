import Dataset
import Testing

@testable import Check

/// Counts and cuts on a small vocabulary, and the estimate's promises.
@Suite struct TokenCounterTests {
    private let vocabulary = TinyVocabulary(merges: [("a", "b"), (" ", "ab")])

    private func kept(_ text: String, _ limit: Int, _ tokenizer: Tokenizer?) -> String {
        text.unicodeScalars[..<(TokenCounter(tokenizer).count(text, limit: limit).cut ?? text.endIndex)]
            .reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    @Test func theCutStandsBehindTheLastTokenThatStays() throws {
        let tokenizer = try vocabulary.byMerges()
        let text = "ab ab xab"
        #expect(
            TokenCounter(tokenizer).count(text, limit: 5)
                == .init(count: 5, atLeast: 5, isExact: true, cut: nil))
        #expect((0...5).map { kept(text, $0, tokenizer) } == ["", "ab", "ab ab", "ab ab ", "ab ab x", text])
        #expect(kept(text, -1, tokenizer) == "")
        #expect(TokenCounter(tokenizer).count("", limit: 0).cut == nil)
    }

    @Test func aCharacterThatStaysOnlyInPartIsCut() throws {
        let tokenizer = try vocabulary.byMerges()
        #expect((0...7).map { kept("é中x😀", $0, tokenizer) } == ["", "", "é", "é", "é", "é中", "é中x", "é中x"])
        // Not in NFC: é has two bytes there, three as written. The index is that of the text as written.
        let loose = "ae\u{301}x"
        #expect((0...4).map { kept(loose, $0, tokenizer) } == ["", "a", "a", "ae\u{301}", loose])
        #expect(TokenCounter(tokenizer).count(loose, limit: 9).count == 4)
    }

    @Test func addedTokensCountOnceAndSplit() throws {
        var special = vocabulary
        special.added = [("<|im_end|>", []), ("<|im_end|>>", []), ("", [])]
        let byMerges = try special.byMerges()
        #expect(TokenCounter(byMerges).count("ab<|im_end|>ab", limit: 9).count == 3)
        #expect(TokenCounter(byMerges).count("ab<|im_end|>>ab", limit: 9).count == 3)
        #expect(kept("ab<|im_end|>ab", 2, byMerges) == "ab<|im_end|>")
        #expect(kept("ab<|im_end|>ab", 1, byMerges) == "ab")
        #expect(TokenCounter(try vocabulary.byRanks()).count("<|im_end|><|im_start|>", limit: 9).count == 2)
        // The control: a file without it takes it for plain text.
        #expect(TokenCounter(try vocabulary.byMerges()).count("<|im_end|>", limit: 9).count == 10)
    }

    @Test func anAddedTokenIsLookedForAsWrittenOrInNFC() throws {
        var normalised = vocabulary
        normalised.added = [("caf\u{E9}", [.init("normalized", true)])]
        #expect(TokenCounter(try normalised.byMerges()).count("cafe\u{301}", limit: 9).count == 1)
        var written = vocabulary
        written.added = [("caf\u{E9}", [.init("normalized", false)])]
        #expect(TokenCounter(try written.byMerges()).count("cafe\u{301}", limit: 9).count == 5)
        // NFC puts this stroke through the sign before it.
        let struck = "<|im_end|>\u{338}"
        written.added = [("<|im_end|>", [])]
        #expect(TokenCounter(try written.byMerges()).count(struck, limit: 9).count == 3)
        #expect(TokenCounter(try vocabulary.byRanks()).count(struck, limit: 9).count == 12)
    }

    @Test func anEstimateSaysThatItIsOne() {
        let text = "A red boat lies in the harbour, zqxj."
        let count = TokenCounter(nil).count(text, limit: 100)
        #expect(
            !count.isExact && count.atLeast == 10 && count.count > 10 && count.count < 20 && count.cut == nil)
        // Nine pieces are nine tokens at least, so the tenth is lost for sure.
        #expect(kept(text, 9, nil) == "A red boat lies in the harbour, zqxj")
        #expect(TokenCounter(nil).count("<|im_end|>", limit: 9).atLeast == 1)
    }

    @Test func aLongWordTakesNoLongTime() throws {
        // Quadratic steps would be 10,000,000,000 and more.
        let tokenizer = try TinyVocabulary(merges: [("a", "a"), ("aa", "aa"), ("aaaa", "aaaa")]).byMerges()
        let text = String(repeating: "a", count: 100_003)
        #expect(TokenCounter(tokenizer).count(text, limit: 9).count == 12_502)
        #expect(TokenCounter(nil).count(text, limit: 9).atLeast == 1)
    }
}
