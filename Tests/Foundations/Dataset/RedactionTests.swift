import Dataset
import Testing

@Suite struct RedactionTests {
    @Test(arguments: ["p@ss word", "p%40ss%20word", "cEBzcyB3b3Jk"]) func aSecretIsTakenOutInEveryForm(
        _ form: String
    ) {
        #expect(
            "the key \(form) is wrong, \(form)".redacting(["p@ss word"])
                == "the key (not shown) is wrong, (not shown)")
    }

    @Test func shortWordsAndOthersStay() {
        #expect("a cat sat".redacting(["cat", "dog food", ""]) == "a cat sat")
    }
}
