import Dataset
import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Submit: what is sent, and what is written down")
struct SubmitTests {
    @Test("the body is the payload byte for byte, announced by its exact length")
    func sendsThePayload() async throws {
        let scene = try TrainScene(.started("j1"))
        let told = Told<Int64>()
        let outcome = try await Submit(client: scene.client, ledger: scene.store.ledger)(
            export: scene.directory.path("export"), manifest: scene.manifest
        ) { sent, all in
            told.add(sent)
            told.add(all)
        }
        #expect(outcome.startedID == "j1")
        #expect(scene.asked == ["POST /train"])
        let request = try #require(scene.server.requests.first)
        #expect(request.headers.count { $0.name.lowercased() == "content-length" } == 1)
        #expect(request.header("Content-Length") == "\(scene.payload.count)")
        #expect(request.header("Transfer-Encoding") == nil)
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("Authorization") == "Bearer \(TrainScene.token)")
        #expect(request.body == scene.payload)
        #expect(told.all.suffix(2) == [Int64(scene.payload.count), Int64(scene.payload.count)])
    }

    @Test("the job id is on disk when it returns, without the token")
    func writesTheJobDown() async throws {
        let scene = try TrainScene(.started("j1"))
        try await scene.submit()
        let written = try scene.written()
        #expect(written.map(\.phase) == [.acknowledged])
        #expect(written.first?.jobID == "j1")
        #expect(written.first?.payload == scene.manifest.payload.digest)
        #expect(written.first?.endpoint == scene.server.url)
        #expect(written.first?.outputName == "harbour_v1")
        #expect(!"\(written)".contains(TrainScene.token))
    }

    @Test("the intent is on disk before the first byte of the body is asked for")
    func writesTheIntentDownFirst() async throws {
        let directory = try TemporaryDirectory("train")
        let seen = Told<Submission.Phase?>()
        let scene = try TrainScene(
            in: directory,
            beforeBody: { _ in
                // A failure to open shows as nil, which fails the expectation below.
                seen.add(try? Store(at: directory.path("state")).ledger.submissions().first?.phase)
                return nil
            }, { _ in .started("j1") })
        try await scene.submit()
        #expect(seen.all == [.intended])
        #expect(try scene.written().map(\.phase) == [.acknowledged])
    }

    @Test("a wrapper's path, envelope, 201 and numeric id")
    func wrapper() async throws {
        let reply = ScriptedServer.Reply.answer(
            status: 201, body: #"{"success":true,"job":{"job_id":17,"status":null}}"#)
        let scene = try TrainScene(dialect: .wrapper, prefix: "/api/", reply)
        #expect(try await scene.submit().startedID == "17")
        #expect(scene.asked == ["POST /api/lora-trainer/train"])
        #expect(try scene.written().first?.jobID == "17")
    }

    @Test("without a token, or with an empty one, nothing is sent as one", arguments: [nil, ""])
    func noToken(token: String?) async throws {
        let scene = try TrainScene(token: token, .started("j1"))
        try await scene.submit()
        #expect(scene.server.requests.first?.header("Authorization") == nil)
        #expect(scene.server.requests.count == 1)
    }

    @Test("a payload that is not as the lock says is not sent, and not blamed on the network")
    func otherPayload() async throws {
        let scene = try TrainScene(.started("j1"))
        try scene.directory.write("{}", "export/payload.json")
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(error?.message.contains("could not be reached") == false)
        #expect(error?.hint.contains("verify") == true)
        #expect(scene.server.connections == 0)
        #expect(try scene.written().map(\.phase) == [.refused])
        // The control: the right payload goes out, nothing stands in its way.
        try scene.directory.write(scene.payload, "export/payload.json")
        #expect(try await scene.submit().startedID == "j1")
    }

    @Test("a task cancelled before anything was sent leaves nothing open")
    func cancelledBefore() async throws {
        let scene = try TrainScene(.started("j1"))
        await #expect(throws: CancellationError.self) {
            try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await scene.submit()
            }.value
        }
        #expect(scene.server.requests.isEmpty)
        #expect(try scene.written().map(\.phase) == [.refused])
        #expect(try await scene.submit().startedID == "j1")
    }
}
