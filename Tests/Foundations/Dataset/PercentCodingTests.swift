import Dataset
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("a b+c?.png", "a%20b%2Bc%3F.png"), ("d/é", "d/%C3%A9"), ("100%", "100%25"), ("A-z_0.~", "A-z_0.~"),
    ])
    func pathsAreEncodedAndReadBack(plain: String, encoded: String) {
        #expect(PercentCoding.encoded(plain, keeping: "/") == encoded)
        #expect(PercentCoding.decoded(encoded) == plain)
    }

    @Test(arguments: ["%4", "%zz", "%", "%ff"])
    func brokenEscapesAreNoPath(text: String) {
        #expect(PercentCoding.decoded(text) == nil)
    }

    @Test func aPlusStaysAPlusAndEscapesAreUndoneOnce() {
        #expect(PercentCoding.decoded("a+b%2541") == "a+b%41")
    }

    @Test func keptEscapesStay() {
        #expect(PercentCoding.decoded("a%2Fb%20c", keeping: "/") == "a%2Fb c")
        #expect(PercentCoding.encoded("a/b c") == "a%2Fb%20c")
    }
}
