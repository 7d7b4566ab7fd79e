import Dataset
import Foundation
import Store
import TestKit
import Testing

@Suite struct SubmissionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("submissions") }

    private func ledger() throws -> Ledger { try Store(at: directory.path("state")).ledger }

    private static func submission(_ payload: String, to endpoint: String = "https://t") -> Submission {
        Submission(
            payload: Digest.of(payload), endpoint: endpoint, dialect: "plain", outputName: "harbour_v1",
            images: 3,
            export: "out/é")
    }

    @Test func anIntentIsThereBeforeAnythingElse() throws {
        let written = try ledger().intend(Self.submission("a"))
        #expect(written.id > 0 && written.phase == .intended && written.jobID == nil)
        let age = try Date(written.intendedAt, strategy: .iso8601).timeIntervalSinceNow
        #expect(abs(age) < 60 && written.updatedAt == written.intendedAt)
        #expect(try ledger().submissions() == [written])
    }

    @Test func updatesSurvive() throws {
        var (first, second) = (
            try ledger().intend(Self.submission("a")), try ledger().intend(Self.submission("a"))
        )
        #expect(first.id < second.id)
        second.phase = .acknowledged
        second.jobID = "job 1"
        second.job = .record(["job_id": "job 1", "status": "training", "progress": .double(12.5)])
        try ledger().update(second)
        first.phase = .refused
        try ledger().update(first)
        let read = try ledger().submissions()
        #expect(read.map(\.id) == [second.id, first.id])
        #expect(read.map(\.phase) == [.acknowledged, .refused])
        #expect(read[0].job == second.job && read[0].export == "out/é" && read[0].images == 3)
        #expect(read[1].jobID == nil && read[1].job == nil)
        second.phase = .ended
        try ledger().update(second)
        #expect(try ledger().submission(ofJob: "job 1")?.phase == .ended)
        #expect(try ledger().submission(ofJob: "job 2") == nil)
    }

    @Test func onlyTheSamePayloadToTheSameTrainerIsTheSame() throws {
        let ledger = try ledger()
        let first = try ledger.intend(Self.submission("a"))
        _ = try ledger.intend(Self.submission("b"))
        _ = try ledger.intend(Self.submission("a", to: "https://other"))
        let last = try ledger.intend(Self.submission("a"))
        #expect(try ledger.submissions(of: Digest.of("a"), to: "https://t").map(\.id) == [last.id, first.id])
        #expect(try ledger.submissions(of: Digest.of("c"), to: "https://t") == [])
    }
}
