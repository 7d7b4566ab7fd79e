import Dataset
import Foundation
import MusubiAPI
import Store
import Testing

@testable import Train

@Suite("JobEvidence: which job is the submission's")
struct JobEvidenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let known: Set<String>?
        let jobs: [TrainingJob]
        /// The id found, or what else is concluded.
        let expected: String

        init(_ name: String, known: Set<String>? = ["old"], _ jobs: [TrainingJob], _ expected: String) {
            (testDescription, self.known, self.jobs, self.expected) = (name, known, jobs, expected)
        }
    }

    private static func job(
        _ id: String, _ name: String? = nil, path: String? = nil, images: Int? = nil,
        at created: String? = nil
    ) -> TrainingJob {
        TrainingJob(
            id: id, status: .queued, outputPath: path, outputName: name, createdAt: created,
            imageCount: images)
    }

    private static let old = job("old", "harbour_v1")

    @Test(arguments: [
        Case("nothing new", [old], "none"),
        Case("an empty list, and an empty one before", known: [], [], "none"),
        Case("the only new one", [old, job("a")], "likely a"),
        Case("a silent one, and somebody else's", [old, job("a"), job("b", "sails")], "several a"),
        Case("the pictures, and others", [old, job("a", images: 2), job("b", images: 4)], "likely a"),
        Case("the same job twice", [job("a"), old, job("a")], "likely a"),
        Case("the same name", [old, job("a", "harbour_v1"), job("b", "sails")], "a"),
        Case("the name where case does not count", [old, job("a", "Harbour_V1")], "a"),
        Case("the same name among silent ones", [old, job("a", "harbour_v1"), job("b")], "a"),
        Case("a Windows path", [old, job("a", path: #"D:\models\loras\QWEN\harbour_v1.safetensors"#)], "a"),
        Case("another's Windows path", [old, job("a", path: #"D:\loras\sails.safetensors"#)], "none"),
        Case("a path of Unix", [old, job("a", path: "/loras/harbour_v1.safetensors"), job("b")], "a"),
        Case("another name", [old, job("a", "sails")], "none"),
        Case("another number of pictures", [old, job("a", images: 9)], "none"),
        Case("the number of pictures", [old, job("a", images: 2)], "likely a"),
        Case("the name, and another number of pictures", [old, job("a", "harbour_v1", images: 9)], "none"),
        Case("two silent ones", [old, job("a"), job("b")], "several a b"),
        Case("two of the name", [old, job("a", "harbour_v1"), job("b", "harbour_v1")], "several a b"),
        Case("a name that may be made of ours", [old, job("a", "harbour_v1_20261125")], "several a"),
        Case("another submission's job", [old, job("taken")], "none"),
        Case("a trainer that forgot", known: ["old", "older"], [], "untold"),
        Case("a trainer that forgot, and a stranger", known: ["old"], [job("a")], "untold"),
        Case("a trainer that forgot all but this", known: ["old"], [job("a", "harbour_v1")], "a"),
        Case("no list before, nothing of the name", known: nil, [job("a"), job("b", "sails")], "untold"),
        Case("no list before, the name without a time", known: nil, [job("a", "harbour_v1")], "several a"),
        Case(
            "no list before, the name since", known: nil,
            [job("a", "harbour_v1", at: "2026-11-25T10:00:05Z")],
            "a"),
        Case(
            "no list before, the name of long ago", known: nil,
            [job("a", "harbour_v1", at: "2026-11-25T09:00:00+00:00")], "untold"),
        Case(
            "no list before, a time without a zone", known: nil,
            [job("a", "harbour_v1", at: "2026-11-25T10:00:05")], "several a"),
    ])
    func concluded(_ example: Case) throws {
        var submission = HandoverTests.submission()
        submission.knownJobs = example.known
        submission.intendedAt = try Date("2026-11-25T10:00:00Z", strategy: .iso8601)
        let evidence = JobMatcher(example.jobs, for: submission, claimed: ["taken"])
        let concluded =
            switch evidence {
            case .found(let job, _): job.id
            case .likely(let job, _): "likely " + job.id
            case .none: "none"
            case .several(let jobs): "several " + jobs.map(\.id).joined(separator: " ")
            case .untold: "untold"
            }
        #expect(concluded == example.expected)
    }
}
