import Dataset
import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("History: what following writes down")
struct JobRecordTests {
    private func track(_ scene: TrainScene, _ id: String = "j1") async throws -> TrainingJob? {
        try await Track(client: scene.client, ledger: scene.store.ledger, time: FastTime().keeper)(id) { _ in
        }
    }

    private static func step(_ number: Int) -> ScriptedServer.Reply {
        .answer(
            body: #"{"job_id":"j1","status":"training","current_step":\#(number),"total_steps":9,"loss":0.5}"#
        )
    }

    @Test("each change once, with its step and loss; the submission is tracked, then ended")
    func history() async throws {
        let scene = try TrainScene(
            .job("j1", "queued"), .job("j1", "queued"), Self.step(1), .answer(status: 503), Self.step(1),
            Self.step(2), .job("j1", "completed"))
        try await scene.acknowledge("j1")
        _ = try await track(scene)
        let observations = try await scene.store.ledger.observations(ofJob: "j1", at: scene.server.url)
        #expect(observations.map(\.status) == ["queued", "training", "training", "completed"])
        #expect(observations.map(\.step) == [nil, 1, 2, nil])
        #expect(observations[1].loss == 0.5 && observations[1].totalSteps == 9)
        #expect(zip(observations, observations.dropFirst()).allSatisfy { $0.at < $1.at })
        let submission = try await #require(try scene.written().first)
        #expect(submission.phase == .ended && submission.endedAt != nil)
    }

    @Test("a job of somebody else's has a history and no submission")
    func others() async throws {
        let scene = try TrainScene(.job("j1", "training"), .job("j1", "failed"))
        _ = try await track(scene)
        #expect(try await scene.store.ledger.observations(ofJob: "j1", at: scene.server.url).count == 2)
        #expect(try await scene.written().isEmpty)
    }

    @Test("a lost job that is seen again is tracked again")
    func lostAndFound() async throws {
        let denial = ScriptedServer.Reply.answer(status: 404, body: "{}")
        let scene = try TrainScene(
            .job("j1", "training"), denial, denial, denial, .job("j1", "training"), .job("j1", "completed"))
        try await scene.acknowledge("j1")
        guard try await track(scene) == nil else {
            Issue.record("not lost")
            return
        }
        await #expect(try scene.written().map(\.phase) == [.lost])
        guard try await track(scene) != nil else {
            Issue.record("lost again")
            return
        }
        #expect(try await scene.written().map(\.phase) == [.ended])
    }

    @Test("two trainers may number their jobs alike")
    func sameNumber() async throws {
        let scene = try TrainScene(.job("j1", "completed"))
        try await scene.acknowledge("j1")
        var other = scene.submission
        other.endpoint = "https://other"
        other = try await scene.store.ledger.intend(other)
        other.phase = .acknowledged
        other.jobID = "j1"
        try await scene.store.ledger.update(other)
        _ = try await track(scene)
        #expect(try await scene.written().map(\.phase) == [.acknowledged, .ended])
    }

    @Test("the list joins by trainer and id, and says what is open")
    func list() async throws {
        let scene = try TrainScene(.close)
        try await scene.acknowledge("j1")
        var open = scene.submission
        open.phase = .sent
        let jobs = [TrainingJob(id: "j1", status: .training), TrainingJob(id: "x", status: .queued)]
        let submissions = [open] + (try await scene.written())
        let here = JobList(submissions, jobs, at: scene.server.url)
        #expect(here.entries.map(\.status) == ["sent", "training", "queued"])
        #expect(here.entries.map { $0.advice != nil } == [true, false, false])
        let elsewhere = JobList(submissions, jobs, at: "https://other")
        #expect(elsewhere.entries.map(\.isCurrent) == [false, false, true, true])
    }
}
