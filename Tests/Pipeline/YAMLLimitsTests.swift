import Testing

@testable import Pipeline

@Suite struct YAMLLimitsTests {
    private static let bomb = (1...12).reduce("a0: &a0 [x, x]\n") {
        $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n"
    }

    @Test("aliases of aliases, however they are dressed")
    func bombs() {
        let flow = "{ " + Self.bomb.replacing("\n", with: ", ") + "}"
        let dressed = Self.bomb.replacing("*a", with: "*-").replacing("&a", with: "&-")
        let hidden = "# only a comment\u{2028}" + Self.bomb.replacing("\n", with: "\u{2028}")
        for text in [Self.bomb, flow, dressed, hidden] {
            #expect(YAMLLimits.fault(of: text, bytes: 1 << 20)?.contains("aliases") == true, "\(text)")
        }
    }

    @Test("stars that are no aliases, and a few that are")
    func harmless() {
        let texts = [
            String(repeating: "# a *star* & an *&amp* in a comment\n", count: 20),
            String(repeating: "- reason: a *star* is meant\n", count: 20), "a: &a 1\nb: *a\nc: [*a, *a]\n",
            "",
        ]
        for text in texts { #expect(YAMLLimits.fault(of: text, bytes: 1 << 20) == nil, "\(text)") }
    }

    @Test("the length")
    func length() {
        let text = String(repeating: "#", count: 1 << 20)
        #expect(YAMLLimits.fault(of: text, bytes: 1 << 20) == nil)
        #expect(YAMLLimits.fault(of: text + "#", bytes: 1 << 20) == "is above the limit of 1 MiB")
    }
}
