import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Cancel")
struct CancelTests {
    private func outcome(
        _ scene: TrainScene, waits: Bool = true, patience: Duration = .seconds(30)
    ) async throws -> String {
        let cancel = try await Cancel(
            client: scene.client, ledger: scene.store.ledger, time: FastTime().keeper)
        return switch try await cancel("j1", waits: waits, patience: patience) {
        case .cancelled(let job): "cancelled \(job.status.word)"
        case .alreadyEnded(let job): "alreadyEnded \(job.status.word)"
        case .accepted(let job): "accepted \(job?.status.word ?? "unseen")"
        case .notConfirmed(let job, _): "notConfirmed \(job?.status.word ?? "unseen")"
        }
    }

    private static let calls = ["GET /train/status/j1", "POST /train/cancel/j1", "GET /train/status/j1"]

    @Test("is believed only when the status shows it")
    func cancelled() async throws {
        let scene = try TrainScene(
            .job("j1", "training"), .answer(body: #"{"status":"ok"}"#), .job("j1", "cancelled"))
        #expect(try await outcome(scene) == "cancelled cancelled")
        #expect(scene.asked == Self.calls)
        #expect(scene.server.requests[1].header("Content-Length") == "0")
        #expect(
            scene.server.requests.allSatisfy { $0.header("Authorization") == "Bearer \(TrainScene.token)" })
    }

    @Test("waits for a trainer that takes its time")
    func waits() async throws {
        let scene = try TrainScene(
            .job("j1", "training"), .answer(body: "{}"), .job("j1", "training"), .job("j1", "cancelled"))
        #expect(try await outcome(scene) == "cancelled cancelled")
        #expect(scene.asked.count == 4)
    }

    @Test("a trainer that only says yes is not confirmed")
    func notConfirmed() async throws {
        let scene = try TrainScene(
            .job("j1", "training"), .answer(body: #"{"status":"cancelled"}"#), .job("j1", "training"))
        #expect(try await outcome(scene, patience: .zero) == "notConfirmed training")
        #expect(scene.asked == Self.calls)
    }

    @Test("what had ended is left alone", arguments: ["completed", "failed", "cancelled"])
    func alreadyEnded(status: String) async throws {
        let scene = try TrainScene(.job("j1", status))
        #expect(try await outcome(scene) == "alreadyEnded \(status)")
        #expect(scene.asked == ["GET /train/status/j1"])
    }

    @Test("a job that completes while it is cancelled has completed")
    func overtaken() async throws {
        let scene = try TrainScene(.job("j1", "training"), .answer(body: "{}"), .job("j1", "completed"))
        #expect(try await outcome(scene) == "alreadyEnded completed")
    }

    @Test("an unknown job, and a trainer that refuses")
    func failures() async throws {
        let unknown = try TrainScene(.answer(status: 404, body: #"{"detail":"Job not found"}"#))
        let error = await #expect(throws: TrainError.self) { try await self.outcome(unknown) }
        #expect(error?.kind == .unknownJob)
        #expect(error?.message.contains("j1") == true)
        #expect(unknown.asked.count == 1)

        let refusing = try TrainScene(
            .job("j1", "training"), .answer(status: 403, body: #"{"detail":"not yours"}"#))
        let refusal = await #expect(throws: TrainError.self) { try await self.outcome(refusing) }
        #expect(refusal?.kind == .refused(status: 403))
        #expect(refusal?.message.contains("not yours") == true)
    }

    @Test("who does not wait is told that the wish is taken, and no more")
    func noWait() async throws {
        let scene = try TrainScene(.job("j1", "training"), .answer(body: "{}"), .job("j1", "training"))
        #expect(try await outcome(scene, waits: false) == "accepted training")
        #expect(scene.asked == Array(Self.calls.prefix(2)))
    }

    @Test(
        "a wish whose answer is lost or no answer is asked again, since to cancel twice is harmless",
        arguments: [
            .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{".utf8)),
            .answer(status: 502, body: "<html></html>"),
            .answer(status: 500, body: #"{"detail":"busy"}"#),
            .answer(body: #"{"success":false,"message":"later"}"#),
        ] as [ScriptedServer.Reply])
    func askedAgain(reply: ScriptedServer.Reply) async throws {
        let scene = try TrainScene(
            .job("j1", "training"), reply, .job("j1", "training"), .answer(body: "{}"),
            .job("j1", "cancelled"))
        #expect(try await outcome(scene) == "cancelled cancelled")
        #expect(scene.asked == [Self.calls[0], Self.calls[1], Self.calls[0], Self.calls[1], Self.calls[0]])
    }

    @Test("a trainer that says no for as long as anybody waits is not confirmed")
    func declined() async throws {
        let no = ScriptedServer.Reply.answer(body: #"{"success":false,"message":"not now"}"#)
        let scene = try TrainScene { $0.method == "POST" ? no : .job("j1", "training") }
        #expect(try await outcome(scene) == "notConfirmed training")
        #expect(scene.asked.count { $0 == Self.calls[1] } > 2)
    }

    @Test("a job that is shown and not known when asked to cancel is told of as that")
    func knownByHalf() async throws {
        let scene = try TrainScene {
            $0.method == "POST" ? .answer(status: 404, body: "{}") : .job("j1", "training")
        }
        let error = await #expect(throws: TrainError.self) { try await self.outcome(scene) }
        #expect(
            error?.kind == .refused(status: 404)
                && error?.message.contains("shows job j1 as training") == true)
    }

    @Test("what is seen while cancelling is history too, and the end is the submission's")
    func recorded() async throws {
        let scene = try TrainScene(.job("j1", "training"), .answer(body: "{}"), .job("j1", "cancelled"))
        try await scene.acknowledge("j1")
        #expect(try await outcome(scene) == "cancelled cancelled")
        #expect(try await scene.written().map(\.phase) == [.ended])
        let observations = try await scene.store.ledger.observations(ofJob: "j1", at: scene.server.url)
        #expect(observations.map(\.status) == ["training", "cancelled"])
    }
}
