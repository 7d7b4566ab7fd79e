import Curl
import Dataset
import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Submit: a job of that output name that was not started from here")
struct LiveJobTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("live") }

    private func scene(_ lists: [TrainScene.Reply]) throws -> TrainScene {
        try TrainScene(in: directory, lists: lists) { _ in .started("ours") }
    }

    private func submit(
        _ scene: TrainScene, resubmit: Bool = false, again: Bool = false,
        _ answer: Submit.LiveJobAnswer? = nil, asked: Told<String> = Told()
    ) async throws -> Submit.Outcome {
        var options = Submit.Options(again: again, resubmit: resubmit)
        if let answer {
            options.onLiveJob = { job in
                asked.add(job.id)
                return answer
            }
        }
        return try await Submit(client: scene.client, store: scene.store, time: scene.time)(
            export: directory.path("export"), manifest: scene.manifest, options)
    }

    @Test(
        "it stops before anything is sent or written down, however the job is named and wherever it stands",
        arguments: [
            #"{"job_id":"t1","status":"training","output_name":"Harbour_V1"}"#,
            #"{"job_id":"t1","status":"queued","output_name":"harbour_v1"}"#,
            #"{"job_id":"t1","status":"warming_up","output_name":"harbour_v1"}"#,
            #"{"job_id":"t1","status":"training","output_path":"C:\\loras\\harbour_v1.safetensors"}"#,
        ])
    func stops(job: String) async throws {
        let scene = try scene([.list(#"{"job_id":"x","status":"training"}"#, job)])
        for again in [false, true] {
            let error = await #expect(throws: TrainError.self) { try await submit(scene, again: again) }
            #expect(error?.kind == .nameInUse && error?.message.contains("t1") == true)
            #expect(error?.hint.contains("--resubmit") == true)
        }
        #expect(scene.others.isEmpty)
        #expect(try await scene.written().isEmpty)
        #expect(try await submit(scene, resubmit: true).startedID == "ours")
        #expect(try await scene.written().first?.knownJobs == ["x", "t1"])
    }

    @Test("a person may send all the same, follow that job, or stop")
    func person() async throws {
        let scene = try scene([
            .list(#"{"job_id":"t1","status":"training","output_name":"harbour_v1"}"#)
        ])
        let asked = Told<String>()
        #expect(try await submit(scene, .follow, asked: asked).runningID == "t1")
        await #expect(throws: TrainError.self) { try await submit(scene, .stop, asked: asked) }
        #expect(scene.others.isEmpty)
        #expect(try await submit(scene, .send, asked: asked).startedID == "ours")
        #expect(asked.all == ["t1", "t1", "t1"])
    }

    @Test(
        "a job that has ended, of another name or of none, keeps nobody from sending",
        arguments: [
            #"{"job_id":"t1","status":"completed","output_name":"harbour_v1"}"#,
            #"{"job_id":"t1","status":"failed","output_name":"harbour_v1"}"#,
            #"{"job_id":"t1","status":"training","output_name":"harbour_v10"}"#,
            #"{"job_id":"t1","status":"training"}"#,
        ])
    func sends(job: String) async throws {
        let scene = try scene([.list(job)])
        #expect(try await submit(scene, .stop).startedID == "ours")
    }

    @Test("a list that can't be read stops nobody for ever")
    func noList() async throws {
        let scene = try scene([.answer(status: 404, body: #"{"detail":"Not Found"}"#)])
        #expect(try await submit(scene, .stop).startedID == "ours")
        #expect(try await scene.written().first?.knownJobs == nil)
    }

    @Test("one's own job is followed and not asked about; another payload of one's own of that name is")
    func own() async throws {
        let scene = try scene([
            .list(), .list(#"{"job_id":"ours","status":"training","output_name":"harbour_v1"}"#),
        ])
        let asked = Told<String>()
        #expect(try await submit(scene, .stop, asked: asked).startedID == "ours")
        #expect(try await submit(scene, .stop, asked: asked).runningID == "ours")
        #expect(asked.all.isEmpty)
        let payload = Array(scene.payload.reversed())
        try scene.directory.write(payload, "export/payload.json")
        let error = await #expect(throws: TrainError.self) {
            try await scene.submit(TrainScene.manifest(of: payload))
        }
        #expect(error?.kind == .nameInUse && scene.others.count == 1)
    }
}
