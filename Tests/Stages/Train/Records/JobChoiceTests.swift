import Store
import Testing
import Train

@Suite struct JobChoiceTests {
    private static let submissions: [Submission] = {
        var undelivered = RecordScene.ended()
        undelivered.jobID = nil
        return [
            undelivered, RecordScene.ended("abc-2"), RecordScene.ended("abc-1", at: "https://second"),
            RecordScene.ended("abc-1", payload: "older"), RecordScene.ended("abc"), RecordScene.ended("xyz"),
        ]
    }()

    /// What is typed and at which trainer, and whose job is meant: `id at endpoint`, several ids, or the nearest.
    @Test(
        arguments: [
            ("xyz", nil, "xyz at https://t"), ("x", nil, "xyz at https://t"),
            ("abc", nil, "abc at https://t"),
            ("abc-1", nil, "abc-1 at https://second"), ("abc-1", "https://t", "abc-1 at https://t"),
            ("abc-", nil, "several abc-2 abc-1"), ("abc-", "https://second", "abc-1 at https://second"),
            ("abc-9", nil, "nearest abc-2"), ("something else", nil, "nearest –"), ("", nil, "nearest –"),
            ("xyz", "https://second", "nearest –"),
        ] as [(String, String?, String)])
    func table(_ text: String, _ endpoint: String?, _ expected: String) {
        let told =
            switch JobChoice(text, among: Self.submissions, at: endpoint) {
            case .one(let submission): "\(submission.jobID ?? "") at \(submission.endpoint)"
            case .several(let ids): "several " + ids.joined(separator: " ")
            case .none(let nearest): "nearest \(nearest ?? "–")"
            }
        #expect(told == expected)
    }
}
