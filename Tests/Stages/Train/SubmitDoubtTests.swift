import Dataset
import Store
import TestKit
import Testing
import Train

@Suite("Submit: answers that leave open whether a job was started")
struct SubmitDoubtTests {
    struct Doubt: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: ScriptedServer.Reply
        /// What the error has to say.
        let words: String

        init(_ name: String, _ reply: ScriptedServer.Reply, _ words: String) {
            (testDescription, self.reply, self.words) = (name, reply, words)
        }
    }

    private static let page = "<html><head><title>502 Bad Gateway</title></head></html>"

    @Test(
        "one POST, nothing sent again unasked; resubmit sends",
        arguments: [
            Doubt("500", .answer(status: 500, body: #"{"detail":"out of memory"}"#), "out of memory"),
            Doubt("502 page", .answer(status: 502, body: page), "a proxy answered"),
            Doubt("503 empty", .answer(status: 503), "503"),
            Doubt("504", .answer(status: 504, body: "upstream timed out"), "upstream timed out"),
            Doubt("closed after the body", .close, "closed the connection"),
            Doubt(
                "cut answer", .cut(body: Array(#"{"job_id":"j1"}"#.utf8), after: 4), "middle of its answer"),
            Doubt("not HTTP", .raw(Array("SSH-2.0-OpenSSH\r\n".utf8)), "127.0.0.1"),
            Doubt("200 without job_id", .answer(body: #"{"status":"queued"}"#), "without a job id"),
            Doubt("200 with a null job_id", .answer(body: #"{"job_id":null}"#), "without a job id"),
            Doubt("200 with an empty job_id", .answer(body: #"{"job_id":""}"#), "without a job id"),
            Doubt("200 page", .answer(body: page), "without a job id"),
            Doubt("204", .answer(status: 204), "204"),
        ])
    func unresolved(_ doubt: Doubt) async throws {
        let scene = try TrainScene(doubt.reply, .started("j2"))
        let first = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(first.kind == .unresolved)
        #expect(first.message.contains(doubt.words))
        #expect(first.hint.contains("--resubmit"))
        #expect(!first.shown.contains(TrainScene.token))
        #expect(scene.asked == ["POST /train"])
        #expect(try scene.written().map(\.phase) == [.intended])

        let second = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(second?.kind == .unresolved)
        #expect(scene.asked.count == 1)
        #expect(try scene.written().count == 1)

        #expect(try await scene.submit(resubmit: true).startedID == "j2")
        #expect(scene.asked.count == 2)
    }

    @Test("a connection closed before the body was asked for is a doubt too")
    func closedBeforeTheBody() async throws {
        let count = Told<Int>()
        let scene = try TrainScene(
            beforeBody: { _ in
                count.add(1)
                return count.all.count == 1 ? .close : nil
            }, { _ in .started("j2") })
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.asked.count == 1)
        await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(scene.asked.count == 1)
        #expect(try await scene.submit(resubmit: true).startedID == "j2")
    }

    @Test("a doubt outlives a later refusal")
    func doubtThenRefusal() async throws {
        let scene = try TrainScene(.close, .answer(status: 422, body: "no"), .started("never"))
        await #expect(throws: TrainError.self) { try await scene.submit() }
        await #expect(throws: TrainError.self) { try await scene.submit(resubmit: true) }
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.asked.count == 2)
    }

    @Test("a doubt is settled by the job that was asked for after it")
    func doubtThenJob() async throws {
        let scene = try TrainScene(.close, .started("j2"), .job("j2", "completed"), .started("j3"))
        await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(try await scene.submit(resubmit: true).startedID == "j2")
        #expect(try await scene.submit().runningID == "j2")
        _ = try await Track(client: scene.client, ledger: scene.store.ledger)("j2") { _ in }
        #expect(try await scene.submit().startedID == "j3")
    }

    @Test("a run killed in the middle is found by the next one")
    func killed() async throws {
        let scene = try TrainScene(.started("j1"))
        _ = try scene.store.ledger.intend(
            Submission(
                payload: scene.manifest.payload.digest, endpoint: scene.client.endpoint.url, dialect: "plain",
                outputName: "harbour_v1", images: 2, export: "gone"))
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.server.connections == 0)
    }
}
