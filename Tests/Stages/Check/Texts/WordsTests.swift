import Testing

@testable import Check

@Suite struct WordsTests {
    @Test(arguments: [
        ("a red boat", ["a", "red", "boat"]),
        ("the skipper's half-deck, v2_b!", ["the", "skipper's", "half-deck", "v2_b"]),
        ("- 'quoted' -- don't-", ["quoted", "don't"]), ("红色的船h4rbour 一", ["红色的船", "h4rbour", "一"]), ("", []),
        (" .,; ", []), ("cafe\u{301} au lait", ["cafe\u{301}", "au", "lait"]),
    ])
    func tokens(_ text: String, _ words: [String]) { #expect(text.tokens == words) }

    @Test func nearestIsNearAndNotTheSame() {
        #expect("a boat in harbour".nearest(to: "h4rbour", edits: 2) == "harbour")
        #expect("h4rbuor".nearest(to: "h4rbour", edits: 2) == "h4rbuor")
        #expect("in the ohwx mna style".nearest(to: "ohwx man", edits: 2) == "ohwx mna")
        for text in ["H4RBOUR", "h4rbourside", "arbor", "a boat", ""] {
            #expect(text.nearest(to: "h4rbour", edits: 2) == nil)
        }
        // Of a short word everything is near.
        #expect("tk tok".nearest(to: "tk", edits: 2) == nil && "a sky".nearest(to: "sks", edits: 2) == nil)
        #expect("a harbor".nearest(to: "h4rbour", edits: 1) == nil)
    }

    @Test func theTriggerIsTakenOutWhereItStandsWhole() {
        #expect(
            ["a", "ohwx", "man", "and", "a", "man"].without(["ohwx", "man"]) == ["a", "and", "a", "man"])
        #expect(["ohwx"].without(["ohwx", "man"]) == ["ohwx"] && ["a"].without([]) == ["a"])
    }

    @Test func fingerprintsTellTextsApart() {
        let texts = (0..<5000).map { "caption number \($0)" } + ["", " ", "a", "A"]
        #expect(Set(texts.map { Fingerprint($0) }).count == texts.count)
        #expect(Fingerprint("a boat") == Fingerprint("a boat"))
    }
}
