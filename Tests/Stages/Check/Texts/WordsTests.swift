import Testing

@testable import Check

@Suite struct WordsTests {
    @Test(arguments: [
        ("a red boat", ["a", "red", "boat"]),
        ("the skipper's half-deck, v2_b!", ["the", "skipper's", "half-deck", "v2_b"]),
        ("- 'quoted' -- don't-", ["quoted", "don't"]), ("红色的船 h4rbour", ["红色的船", "h4rbour"]), ("", []),
        (" .,; ", []), ("cafe\u{301} au lait", ["cafe\u{301}", "au", "lait"]),
    ])
    func tokens(_ text: String, _ words: [String]) { #expect(text.tokens == words) }

    @Test func nearestIsNearAndNotTheSame() {
        #expect("a boat in harbour".nearest(to: "h4rbour") == "harbour")
        #expect("h4rbuor".nearest(to: "h4rbour") == "h4rbuor")
        #expect("in the ohwx mna style".nearest(to: "ohwx man") == "ohwx mna")
        for text in ["H4RBOUR", "h4rbourside", "arbor", "a boat", ""] {
            #expect(text.nearest(to: "h4rbour") == nil)
        }
        // Of a short word everything is near.
        #expect("tk tok".nearest(to: "tk") == nil && "a cot".nearest(to: "cat") == "cot")
    }

    @Test func fingerprintsTellTextsApart() {
        let texts = (0..<5000).map { "caption number \($0)" } + ["", " ", "a", "A"]
        #expect(Set(texts.map { Fingerprint($0) }).count == texts.count)
        #expect(Fingerprint("a boat") == Fingerprint("a boat"))
    }
}
