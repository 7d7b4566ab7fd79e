import Testing

@testable import Check

/// The order of merging, on vocabularies small enough to follow by hand.
@Suite struct PieceMergerTests {
    private func count(_ word: String, _ tokenizer: Tokenizer) -> Int {
        var merger = PieceMerger(tokenizer.merges)
        return merger.count(Array(word.utf8)[...])
    }

    @Test func theLowestRankMergesFirstAndOfEqualsTheLeftmost() throws {
        let first = TinyVocabulary(merges: [("b", "c"), ("a", "b"), ("ab", "c")])
        // "bc" merges before "ab" can, and "a" + "bc" is no merge of the second kind.
        #expect(count("abc", try first.byMerges()) == 2)
        #expect(
            count("abc", try TinyVocabulary(merges: [("a", "b"), ("b", "c"), ("ab", "c")]).byMerges()) == 1)
        #expect(count("aaa", try TinyVocabulary(merges: [("a", "a"), ("aa", "a")]).byMerges()) == 1)
        #expect(count("aaa", try TinyVocabulary(merges: [("a", "a"), ("a", "aa")]).byMerges()) == 2)
    }

    @Test func ranksMergeByJoinedBytesAndListsByPairs() throws {
        let vocabulary = TinyVocabulary(merges: [("b", "c"), ("a", "b"), ("ab", "c")])
        #expect(count("abc", try vocabulary.byRanks()) == 1)
        #expect(count("abc", try vocabulary.byMerges()) == 2)
    }

    @Test func aHeapMergesAsASearchWould() throws {
        let merges = [
            ("a", "b"), ("b", "a"), ("ab", "a"), ("a", "a"), ("aa", "ba"), ("c", "ab"), ("b", "b"),
            ("bb", "bb"),
            ("aba", "c"), ("cab", "ba"), ("c", "c"), ("cc", "aa"),
        ]
        let tokenizer = try TinyVocabulary(merges: merges).byMerges()
        var state: UInt64 = 7
        for _ in 0..<400 {
            var parts: [String] = []
            for _ in 0..<(state % 40) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                parts.append(["a", "b", "c"][Int(state >> 33) % 3])
            }
            state &+= 1
            let word = parts.joined()
            while let (_, place) = parts.indices.dropLast().compactMap({ place in
                merges.firstIndex { $0 == (parts[place], parts[place + 1]) }.map { ($0, place) }
            }).min(by: <) {
                parts[place] += parts.remove(at: place + 1)
            }
            #expect(count(word, tokenizer) == parts.count, "\(word)")
        }
    }

    @Test func whereATokenEnds() throws {
        var merger = PieceMerger(try TinyVocabulary(merges: [("a", "b"), ("ab", "a")]).byMerges().merges)
        #expect(merger.count(Array("xabaab".utf8)[...]) == 3)
        #expect((0...3).map { merger.end(ofToken: $0) } == [0, 1, 4, 6])
    }
}
