import Testing

@testable import Check

@Suite struct PhraseCountTests {
    private func longest(_ captions: [String], share: Double = 0.8) -> String? {
        var phrases = PhraseCount(share: share)
        for caption in captions { phrases.add([caption.tokens]) }
        return phrases.longest?.phrase
    }

    @Test func theLongestSharedPhraseIsPutTogether() {
        let captions = (0..<20).map { "picture \($0) in the style of old postcards with \($0 * 7) birds" }
        #expect(longest(captions) == "in the style of old postcards with")
        #expect(longest((0..<20).map { "picture \($0) of \($0) birds" }) == nil)
    }

    @Test func theShareDecides() {
        let captions = (0..<100).map {
            $0 % 10 < 7 ? "in the style of \($0)" : "quite \($0) other \($0) words"
        }
        #expect(longest(captions, share: 0.8) == nil)
        #expect(longest(captions, share: 0.6) == "in the style of")
    }

    @Test func itIsFoundAmongThousandsWhateverTheirOrder() {
        let shared = (0..<4000).map { "\($0 &* 7919) a photo taken at \($0 &* 31)" }
        let others = (0..<900).map { "\($0) altogether \($0 &* 13) different \($0 &* 17)" }
        #expect(longest(others + shared) == "a photo taken at")
        #expect(longest(shared + others) == "a photo taken at")
        // The control: a fifth more of the others, and it is no longer in most of them.
        #expect(longest(others + others.map { $0 + " x" } + shared.prefix(3000)) == nil)
    }

    @Test func aWordSaidOftenInOneCaptionCountsOnce() {
        let captions =
            ["the red boat " + String(repeating: "the red boat ", count: 50)]
            + (0..<9).map { "c \($0) d \($0)" }
        #expect(longest(captions) == nil)
    }
}
