import Dataset
import GRDB
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
        let outcome = try await Submit(client: scene.client, store: scene.store, time: scene.time)(
            export: scene.directory.path("export"), manifest: scene.manifest,
            onUpload: { sent, all in
                told.add(sent)
                told.add(all)
            })
        #expect(outcome.startedID == "j1")
        #expect(scene.asked == ["POST /train"])
        let request = try #require(scene.others.first)
        #expect(request.headers.count { $0.name.lowercased() == "content-length" } == 1)
        #expect(request.header("Content-Length") == "\(scene.payload.count)")
        #expect(request.header("Transfer-Encoding") == nil)
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("Authorization") == "Bearer \(TrainScene.token)")
        #expect(request.body == scene.payload)
        #expect(try await scene.written().first?.key == request.header("Idempotency-Key"))
        #expect(told.all.suffix(2) == [Int64(scene.payload.count), Int64(scene.payload.count)])
    }

    @Test("the job id is on disk when it returns, without the token")
    func writesTheJobDown() async throws {
        let scene = try TrainScene(.started("j1"))
        try await scene.submit()
        let written = try await scene.written()
        #expect(written.map(\.phase) == [.acknowledged])
        #expect(written.first?.jobID == "j1")
        #expect(written.first?.payload == scene.manifest.payload.digest)
        #expect(written.first?.endpoint == scene.server.url)
        #expect(written.first?.outputName == "harbour_v1")
        #expect(written.first?.dataset == "Harbour" && written.first?.bytes == Int64(scene.payload.count))
        #expect(written.first?.training == scene.manifest.training)
        #expect((written.first?.key.count ?? 0) > 30)
        #expect(!"\(written)".contains(TrainScene.token))
    }

    @Test("the jobs of before are part of the intent, and the lock's digest")
    func knowsWhatWasThere() async throws {
        let scene = try TrainScene(
            lists: [.list(#"{"job_id":"old"}"#, #"{"job_id":7}"#)], .started("j1"))
        try scene.directory.write("{}", "export/manifest.lock.json")
        try await scene.submit()
        #expect(try await scene.written().first?.knownJobs == ["old", "7"])
        #expect(try await scene.written().first?.lock == Digest.of("{}"))
        #expect(scene.listed == 1)
    }

    @Test("the intent is on disk before the first byte of the body is asked for")
    func writesTheIntentDownFirst() async throws {
        let directory = try TemporaryDirectory("train")
        let seen = Told<Submission.Phase?>()
        let scene = try TrainScene(
            in: directory,
            beforeBody: { _ in
                // A failure to open shows as nil, which fails the expectation below.
                seen.add(TrainScene.phaseOnDisk(in: directory))
                return nil
            }, { _ in .started("j1") })
        try await scene.submit()
        #expect(seen.all == [.intended])
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
    }

    @Test("that it is sent is on disk before the last byte is")
    func writesSentDownBeforeTheEnd() async throws {
        let directory = try TemporaryDirectory("train")
        let scene = try TrainScene(in: directory) { _ in .started("j1") }
        let seen = Told<Submission.Phase?>()
        let lengths = Told<Int64>()
        _ = try await Submit(client: scene.client, store: scene.store, time: scene.time)(
            export: directory.path("export"), manifest: scene.manifest,
            onUpload: { sent, _ in
                lengths.add(sent)
                // A failure to open shows as nil, which fails the expectation below.
                seen.add(TrainScene.phaseOnDisk(in: directory))
            })
        #expect(seen.all.last == .sent && lengths.all.last == Int64(scene.payload.count))
        #expect(seen.all.dropLast().allSatisfy { $0 == .intended } && lengths.all.count > 1)
    }

    @Test("a ledger that can't be written before the last byte keeps that byte at home")
    func ledgerFails() async throws {
        let directory = try TemporaryDirectory("train")
        let scene = try TrainScene(in: directory) { _ in .started("never") }
        _ = try await scene.store.ledger
        let database = try DatabaseQueue(path: directory.path("state/ledger.sqlite"))
        try await database.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER full BEFORE UPDATE ON submission WHEN NEW.phase = 'sent'
                    BEGIN SELECT RAISE(ABORT, 'disk full'); END
                    """)
        }
        await #expect(throws: StoreError.self) { try await scene.submit() }
        #expect(scene.others.allSatisfy { !$0.isComplete && $0.bodyLength < scene.payload.count })
        #expect(try await scene.written().map(\.phase) == [.intended])
        // The control: without the trigger the same run goes on and is taken.
        try await database.write { try $0.execute(sql: "DROP TRIGGER full") }
        let other = try TrainScene { _ in .started("j1") }
        #expect(try await other.submit().startedID == "j1")
    }

    @Test("a wrapper's path, envelope, 201 and numeric id")
    func wrapper() async throws {
        let reply = ScriptedServer.Reply.answer(
            status: 201, body: #"{"success":true,"job":{"job_id":17,"status":null}}"#)
        let scene = try TrainScene(dialect: .wrapper, prefix: "/api/", reply)
        #expect(try await scene.submit().startedID == "17")
        #expect(scene.asked == ["POST /api/lora-trainer/train"])
        #expect(try await scene.written().first?.jobID == "17")
    }

    @Test("without a token, or with an empty one, nothing is sent as one", arguments: [nil, ""])
    func noToken(token: String?) async throws {
        let scene = try TrainScene(token: token, .started("j1"))
        try await scene.submit()
        #expect(scene.server.requests.allSatisfy { $0.header("Authorization") == nil })
        #expect(scene.others.count == 1)
    }

    @Test("a payload that is not as the lock says is not sent, and not blamed on the network")
    func otherPayload() async throws {
        let scene = try TrainScene(.started("j1"))
        try scene.directory.write("{}", "export/payload.json")
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(error?.message.contains("could not be reached") == false)
        #expect(error?.hint.contains("verify") == true)
        #expect(scene.others.isEmpty)
        #expect(try await scene.written().map(\.phase) == [.refused])
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
        #expect(try await scene.written().isEmpty)
        #expect(try await scene.submit().startedID == "j1")
    }
}
