import Dataset
import Testing

@Suite struct ExactTextTests {
    /// To Swift each of these pairs is one text.
    private static let pairs = [
        ("e\u{301}", "\u{E9}"), ("K", "\u{212A}"), ("a\u{323}\u{307}", "a\u{307}\u{323}"),
    ]

    @Test(arguments: pairs) func textsAreTheirBytes(_ one: String, _ other: String) throws {
        #expect(one == other)
        #expect(!one.isExactly(other) && one.isExactly(String(decoding: Array(one.utf8), as: UTF8.self)))
        #expect(Set([ExactText(one), ExactText(other), ExactText(one)]).count == 2)
        #expect(JSONValue.string(one) != .string(other) && JSONValue.string(one) == .string(one))
        let object = try JSONValue(parsing: "{\"\(one)\": 1, \"\(other)\": 2}")
        #expect(object[one] == 1 && object[other] == 2)
        #expect(object != (try JSONValue(parsing: "{\"\(other)\": 1, \"\(one)\": 2}")))
    }
}
