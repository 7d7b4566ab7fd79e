import Dataset
import Foundation
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        "p@ss word", "p%40ss%20word", "cEBzcyB3b3Jk", "7040737320776f7264", "7040737320776F7264",
    ]) func aSecretIsTakenOutInEveryForm(
        _ form: String
    ) {
        #expect(
            "the key \(form) is wrong, \(form)".redacting(["p@ss word"])
                == "the key (not shown) is wrong, (not shown)")
    }

    @Test func programsEscapesAreSeenThrough() {
        let secret = #"a/"b\c+long"#
        for form in [
            #"a\/\u0022b\u005Cc\u002blong"#, #"a\\/\\\"b\\\\c\\u002Blong"#, #"a/\"b\\c+long"#,
            #"a\/\"b\\c+long"#, "a%2f%22b%5cc%2blong", "a%2F%22b%5Cc%2Blong",
        ] {
            #expect("x \(form) y".redacting([secret]) == "x (not shown) y", "\(form)")
        }
    }

    /// As a header's `Basic` holds a password: with other bytes around it, at each of base64's three places.
    @Test(arguments: ["", "u", "us", "use", "user:"], ["", "e", "en", "end"])
    func base64IsSeenThroughInALongerText(before: String, after: String) {
        let secret = "s3cret??>>/word"
        let text = Data((before + secret + after).utf8).base64EncodedString()
        for form in [text, text.replacing("+", with: "-").replacing("/", with: "_")] {
            let redacted = form.redacting([secret])
            #expect(redacted.contains("(not shown)"), "\(form)")
            // No more than the characters shared with the bytes around are left.
            #expect(
                redacted.replacing("(not shown)", with: "").count <= (before.count + after.count) * 4 / 3 + 6)
        }
    }

    @Test func shortWordsAndOthersStay() {
        #expect("a cat sat".redacting(["cat", "dog food", ""]) == "a cat sat")
    }
}
