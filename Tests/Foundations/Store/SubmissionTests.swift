import Dataset
import Foundation
import GRDB
import Store
import TestKit
import Testing

@Suite struct SubmissionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("submissions") }

    private func ledger() async throws -> Ledger { try await Store(at: directory.path("state")).ledger }

    private static func submission(_ payload: String, to endpoint: String = "https://t") -> Submission {
        Submission(
            payload: Digest.of(payload), endpoint: endpoint, dialect: "plain", outputName: "harbour_v1",
            images: 3,
            export: "out/é")
    }

    @Test func anIntentIsThereBeforeAnythingElse() async throws {
        let written = try await ledger().intend(Self.submission("a"))
        #expect(written.id > 0 && written.phase == .intended && written.jobID == nil)
        let age = written.intendedAt.timeIntervalSinceNow
        #expect(abs(age) < 60 && written.updatedAt == written.intendedAt)
        #expect(try await ledger().submissions() == [written])
    }

    @Test func updatesSurvive() async throws {
        var (first, second) = (
            try await ledger().intend(Self.submission("a")), try await ledger().intend(Self.submission("a"))
        )
        #expect(first.id < second.id)
        second.phase = .acknowledged
        second.jobID = "job 1"
        second.job = .record(["job_id": "job 1", "status": "training", "progress": .double(12.5)])
        try await ledger().update(second)
        first.phase = .refused
        try await ledger().update(first)
        let read = try await ledger().submissions()
        #expect(read.map(\.id) == [second.id, first.id])
        #expect(read.map(\.phase) == [.acknowledged, .refused])
        #expect(read[0].job == second.job && read[0].export == "out/é" && read[0].images == 3)
        #expect(read[1].jobID == nil && read[1].job == nil)
        second.phase = .ended
        try await ledger().update(second)
        #expect(try await ledger().submission(ofJob: "job 1")?.phase == .ended)
        #expect(try await ledger().submission(ofJob: "job 2") == nil)
    }

    @Test func everyMemberComesBack() async throws {
        var full = Self.submission("a")
        full.bytes = 8 << 30
        full.dataset = "Harbour é"
        full.training = .object([.init("network_dim", 16), .init("learning_rate", .double(0.00005))])
        full.lock = Digest.of("lock")
        full.key = "key-1"
        full.knownJobs = ["b", "a"]
        full = try await ledger().intend(full)
        #expect(try await ledger().submissions() == [full])
        full.phase = .ended
        full.sentAt = Date(timeIntervalSince1970: 1_800_000_000)
        full.endedAt = Date(timeIntervalSince1970: 1_800_000_001)
        full.knownJobs = []
        try await ledger().update(full)
        var read = try #require(try await ledger().submissions(to: "https://t").first)
        read.updatedAt = full.updatedAt
        #expect(read == full)
        #expect(try await ledger().submissions(to: "https://other") == [])
    }

    @Test func anIntentOfAnEarlierVersionCountsAsSent() async throws {
        try FileManager.default.createDirectory(
            atPath: directory.path("state"), withIntermediateDirectories: true)
        let database = try DatabaseQueue(path: directory.path("state/ledger.sqlite"))
        var migrator = DatabaseMigrator()
        for identifier in ["1", "2"] {
            migrator.registerMigration(identifier) { database in
                guard identifier == "1" else { return }
                try database.execute(
                    sql: """
                        CREATE TABLE submission (id INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT NOT NULL,
                        endpoint TEXT NOT NULL, dialect TEXT NOT NULL, output_name TEXT NOT NULL,
                        images INTEGER NOT NULL, export TEXT NOT NULL, intended_at TEXT NOT NULL,
                        phase TEXT NOT NULL, job_id TEXT, job TEXT, updated_at TEXT NOT NULL)
                        """)
                for phase in ["intended", "acknowledged"] {
                    try database.execute(
                        sql:
                            "INSERT INTO submission VALUES (NULL, ?, 'https://t', 'plain', 'n', 1, 'out', ?, ?, NULL, NULL, ?)",
                        arguments: [
                            Digest.of(phase).hex, "2026-01-02T03:04:05Z", phase, "2026-01-02T03:04:05Z",
                        ])
                }
            }
        }
        try migrator.migrate(database)
        try database.close()
        let read = try await ledger().submissions()
        #expect(read.map(\.phase) == [.acknowledged, .sent])
        #expect(read[1].sentAt == read[1].intendedAt && read[1].knownJobs == nil)
        #expect(read[1].intendedAt.formatted(.iso8601) == "2026-01-02T03:04:05Z")
    }

    @Test func onlyOneHandsOverToATrainerAtATime() async throws {
        let (first, second) = (try Store(at: directory.path("state")), try Store(at: directory.path("state")))
        var held = try await first.submissionLock(to: "https://t")
        #expect(held != nil)
        #expect(try await second.submissionLock(to: "https://t") == nil)
        #expect(try await second.submissionLock(to: "https://other") != nil)
        held = nil
        #expect(try await second.submissionLock(to: "https://t") != nil)
    }

    @Test func aHistoryComesBackInItsOrder() async throws {
        let start = Date(timeIntervalSince1970: 1_800_000_000.25)
        let observations = [
            JobObservation(at: start, status: "queued"),
            JobObservation(
                at: start.addingTimeInterval(2), status: "training", progress: 1.5, epoch: 1, step: 3,
                totalSteps: 112, loss: 0.25),
        ]
        for observation in observations { try await ledger().add(observation, ofJob: "j", at: "https://t") }
        try await ledger().add(JobObservation(at: start, status: "failed"), ofJob: "j", at: "https://other")
        #expect(try await ledger().observations(ofJob: "j", at: "https://t") == observations)
        #expect(try await ledger().observations(ofJob: "k", at: "https://t") == [])
    }

    @Test func onlyTheSamePayloadToTheSameTrainerIsTheSame() async throws {
        let ledger = try await ledger()
        let first = try await ledger.intend(Self.submission("a"))
        _ = try await ledger.intend(Self.submission("b"))
        _ = try await ledger.intend(Self.submission("a", to: "https://other"))
        let last = try await ledger.intend(Self.submission("a"))
        #expect(
            try await ledger.submissions(of: Digest.of("a"), to: "https://t").map(\.id) == [
                last.id, first.id,
            ])
        #expect(try await ledger.submissions(of: Digest.of("c"), to: "https://t") == [])
    }
}
