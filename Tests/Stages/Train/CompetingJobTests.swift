import Dataset
import Foundation
import MusubiAPI
import Store
import TestKit
import Testing

@testable import Train

@Suite("Rivals: two answers lost, one job there")
struct RivalTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static let job = TrainingJob(id: "new", status: .queued)

    /// A submission that waits for a job since so many seconds after the start.
    private static func waiting(_ id: Int64, at seconds: Double, named name: String = "harbour_v1")
        -> Submission
    {
        var submission = Submission(
            payload: Digest.of("\(id)"), endpoint: "https://t", dialect: "plain", outputName: name, images: 2,
            export: "out")
        submission.id = id
        submission.phase = .sent
        submission.knownJobs = ["old"]
        submission.intendedAt = start.addingTimeInterval(seconds)
        submission.sentAt = start.addingTimeInterval(seconds + 1)
        return submission
    }

    private static func evidence(
        _ submission: Submission, _ others: [Submission], _ job: TrainingJob = job
    ) -> JobMatcher {
        let old = TrainingJob(id: "old", status: .completed)
        return JobMatcher(
            [old, job], for: submission, claimed: [],
            competing: submission.competing(among: others + [submission]))
    }

    @Test("a job that either may have is neither's")
    func disputed() {
        let (first, second) = (Self.waiting(1, at: 0), Self.waiting(2, at: 10))
        #expect(Self.evidence(first, [second]) == .several([Self.job]))
        #expect(Self.evidence(second, [first]) == .several([Self.job]))
        let named = TrainingJob(id: "new", status: .queued, outputName: "harbour_v1")
        #expect(Self.evidence(second, [first], named) == .several([named]))
    }

    @Test("what rules a rival out")
    func undisputed() {
        let second = Self.waiting(2, at: 10)
        let found = JobMatcher.likely(Self.job, because: "it is the only new one there")
        // The control.
        #expect(Self.evidence(second, []) == found)
        // Its job had to be listed before the second was written down.
        #expect(Self.evidence(Self.waiting(2, at: 70), [Self.waiting(1, at: 0)]) == found)
        var settled = Self.waiting(1, at: 0)
        settled.phase = .acknowledged
        #expect(Self.evidence(second, [settled]) == found)
        var later = Self.waiting(3, at: 20)
        later.knownJobs = ["old", "new"]
        #expect(Self.evidence(second, [later]) == found)
        let named = TrainingJob(id: "new", status: .queued, outputName: "harbour_v1")
        let other = Self.waiting(1, at: 0, named: "sails")
        #expect(
            Self.evidence(second, [other], named)
                == .found(named, because: "it is new there and shows the name harbour_v1"))
    }

    @Test("commands that only look give such a job to nobody")
    func settle() async throws {
        let scene = try TrainScene(lists: [.list(#"{"job_id":"new","status":"queued"}"#)])
        for name in ["one", "two"] {
            var submission = scene.submission
            submission.payload = Digest.of(name)
            submission.knownJobs = []
            submission = try await scene.store.ledger.intend(submission)
            submission.phase = .sent
            submission.sentAt = Date()
            try await scene.store.ledger.update(submission)
        }
        var later = scene.time
        later.date = { Date().addingTimeInterval(61) }
        let settle = Reconcile(client: scene.client, store: scene.store, time: later)
        #expect(try await settle().isEmpty)
        #expect(try await scene.written().map(\.phase) == [.sent, .sent])
        // The control: with one of them refused, the job is the other's.
        var first = try await #require(try scene.written().last)
        first.phase = .refused
        try await scene.store.ledger.update(first)
        #expect(try await settle().map(\.jobID) == ["new"])
    }
}
