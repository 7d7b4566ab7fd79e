import Dataset
import Testing

@testable import Check

/// What a ledger keeps, read back.
@Suite struct VerdictTests {
    private static let facts = Looker.Verdict.facts(
        ImageFacts(format: .png, width: 40, height: 30), Traits.anything)

    private static let coloured = Looker.Verdict.facts(
        ImageFacts(
            format: .png, width: 40, height: 30, hasProfile: true, profileName: "n", profileFault: "f",
            unusedColours: "c"), Traits.anything)

    @Test(arguments: [facts, coloured, .crash, .fault(rule: "image-not-an-image", message: "m")])
    func comesBackAsItWas(_ verdict: Looker.Verdict) {
        #expect(Looker.Verdict(json: verdict.json) == verdict)
    }

    @Test(arguments: ["no-rule", "image-dark", ""])
    func aFaultOfNoSuchRuleIsNone(_ rule: String) {
        #expect(Looker.Verdict(json: Looker.Verdict.fault(rule: rule, message: "m").json) == nil)
    }

    @Test(arguments: [
        ("width", JSONValue.int(.max)), ("height", .int(-1)), ("orientation", .int(.min)),
        ("width", .int(1_000_001)), ("bands", .string("3")),
    ])
    func aNumberBeyondAnyPictureIsNone(_ key: String, _ value: JSONValue) {
        #expect(Looker.Verdict(json: Self.facts.json.with(key, value)) == nil)
    }

    @Test(arguments: [1e300, -1, 3.1])
    func norIsADetailThatNoPictureHas(_ detail: Double) {
        let traits = Traits.anything.json.with("detail", .double(detail))
        #expect(Traits(json: traits) == nil && Traits(json: Traits.anything.json) != nil)
    }
}

extension JSONValue {
    fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []).map { $0.key == key ? .init(key, value) : $0 })
    }
}
