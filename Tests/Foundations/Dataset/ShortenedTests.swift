import Dataset
import Testing

@Suite struct ShortenedTests {
    @Test func aShortTextStaysAsItIs() {
        for text in ["", "a", String(repeating: "é", count: 60), String(repeating: "👨‍👩‍👧", count: 20)] {
            #expect(text[...].shortened() == text)
        }
    }

    @Test func aLongOneEndsInAnEllipsis() {
        #expect(String(repeating: "a", count: 61)[...].shortened() == String(repeating: "a", count: 59) + "…")
    }

    @Test func oneCharacterCanBeTooLong() {
        let text = "x" + String(repeating: "\u{301}", count: 100_000)
        #expect(text.count == 1 && text[...].shortened().unicodeScalars.count == 241)
    }
}
