import Dataset
import Testing

@testable import Imaging

/// What the caches keep, read back.
@Suite struct InspectionResultTests {
    private static let facts = InspectionResult.facts(
        ImageFacts(format: .png, width: 40, height: 30), ImageStatistics.anything)

    private static let coloured = InspectionResult.facts(
        ImageFacts(
            format: .png, width: 40, height: 30, hasProfile: true, profileName: "n", profileFault: "f",
            unusedColours: "c"), ImageStatistics.anything)

    @Test(arguments: [facts, coloured, .crash, .fault(ImageFault(.notAnImage, "m"))])
    func comesBackAsItWas(_ result: InspectionResult) {
        #expect(InspectionResult(json: result.json) == result)
    }

    @Test(arguments: ["no-fault", "image-dark", ""]) func anUnknownFaultIsNone(_ kind: String) {
        let json = InspectionResult.fault(ImageFault(.truncated, "m")).json
        #expect(InspectionResult(json: json.with("fault", .string(kind))) == nil)
        #expect(InspectionResult(json: json) != nil)
    }

    @Test(arguments: [
        ("width", JSONValue.int(.max)), ("height", .int(-1)), ("orientation", .int(.min)),
        ("width", .int(1_000_001)), ("bands", .string("3")),
    ])
    func aNumberBeyondAnyPictureIsNone(_ key: String, _ value: JSONValue) {
        #expect(InspectionResult(json: Self.facts.json.with(key, value)) == nil)
    }

    @Test(arguments: [1e300, -1, 3.1])
    func norIsADetailThatNoPictureHas(_ detail: Double) {
        let statistics = ImageStatistics.anything.json.with("detail", .double(detail))
        #expect(
            ImageStatistics(json: statistics) == nil
                && ImageStatistics(json: ImageStatistics.anything.json) != nil)
    }
}

extension JSONValue {
    fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []).map { $0.key == key ? .init(key, value) : $0 })
    }
}
