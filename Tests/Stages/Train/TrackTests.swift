import Dataset
import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Track: a job over HTTP")
struct TrackTests {
    private func track(_ scene: TrainScene, _ id: String, _ told: Told<Track.Event> = Told()) async throws
        -> TrainingJob?
    {
        try await Track(client: scene.client, ledger: scene.store.ledger, time: FastTime().keeper)(id) {
            told.add($0)
        }
    }

    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        var dialect = Dialect.plain
        var status = TrainingStatus.completed
        var events = 1
    }

    @Test(
        "odd shapes of a job that ended, the id among what may be missing",
        arguments: [
            Shape(
                testDescription: "nulls",
                body: """
                    {"job_id":"17","status":"completed","progress":null,"current_epoch":null,"current_step":null,
                    "total_steps":null,"loss":null,"message":null,"output_path":null,"dataset_id":null}
                    """),
            Shape(testDescription: "only a status", body: #"{"status":"completed"}"#),
            Shape(testDescription: "null id", body: #"{"job_id":null,"status":"completed"}"#),
            Shape(testDescription: "numeric id", body: #"{"job_id":17,"status":"failed"}"#, status: .failed),
            Shape(
                testDescription: "odd types",
                body: #"{"job_id":"17","status":"cancelled","progress":"99%","loss":[1],"current_step":1.5}"#,
                status: .cancelled),
            Shape(
                testDescription: "a loss that is no number, as Python writes it",
                body: #"{"job_id":"17","status":"completed","loss":NaN,"progress":100.0}"#, events: 2),
            Shape(
                testDescription: "infinite numbers",
                body: #"{"status":"failed","loss":-Infinity,"progress":Infinity,"total_steps":1e999}"#,
                status: .failed, events: 2),
            Shape(
                testDescription: "numbers as texts, and out of range",
                body: #"{"status":"cancelled","progress":"250","loss":"0.5","total_steps":"30"}"#,
                status: .cancelled),
            Shape(
                testDescription: "half of a surrogate pair",
                body: #"{"job_id":"17","status":"failed","message":"\udce4"}"#, status: .failed),
            Shape(
                testDescription: "envelope",
                body: #"{"success":true,"job":{"job_id":17,"status":"completed"}}"#,
                dialect: .wrapper),
            Shape(
                testDescription: "envelope without id",
                body: #"{"success":true,"job":{"status":"completed"}}"#,
                dialect: .wrapper),
            Shape(
                testDescription: "bare under a wrapper", body: #"{"job_id":"17","status":"completed"}"#,
                dialect: .wrapper),
        ])
    func shapes(_ shape: Shape) async throws {
        let scene = try TrainScene(dialect: shape.dialect, .answer(body: shape.body))
        try await scene.acknowledge("17")
        let told = Told<Track.Event>()
        guard let job = try await track(scene, "17", told) else {
            Issue.record("the job counts as lost")
            return
        }
        #expect(job.id == "17")
        #expect(job.status == shape.status)
        #expect(told.all.count == shape.events)
        let path = shape.dialect == .plain ? "/train/status/17" : "/lora-trainer/status/17"
        #expect(scene.asked == ["GET \(path)"])
        #expect(try await scene.written().map(\.phase) == [.ended])
    }

    @Test("an unknown status is shown and polled on, and what was seen last is written down")
    func pollsOn() async throws {
        let path = #"C:\\ComfyUI\\models\\loras\\QWEN\\harbour_v1.safetensors"#
        let scene = try TrainScene(
            .answer(body: #"{"job_id":"j1","status":"warming_up","progress":1}"#),
            .answer(body: #"{"job_id":"j1","status":"completed","progress":100,"output_path":"\#(path)"}"#))
        try await scene.acknowledge("j1")
        let told = Told<Track.Event>()
        guard let job = try await track(scene, "j1", told) else {
            Issue.record("the job counts as lost")
            return
        }
        #expect(job.outputPath == #"C:\ComfyUI\models\loras\QWEN\harbour_v1.safetensors"#)
        let statuses = told.all.map {
            if case .progress(let job, _) = $0 { job.status.word } else { "trouble" }
        }
        #expect(statuses == ["warming_up", "completed"])
        #expect(scene.asked.count == 2)
        #expect(try await scene.written().first?.job?["progress"]?.double == 100)
    }

    @Test("a loss that is no number is told once, and the rest of the job is followed and written down")
    func diverges() async throws {
        func shown(_ step: String, _ loss: String, _ status: String = "training") -> TrainScene.Reply {
            .answer(
                body: #"{"job_id":"j1","status":"\#(status)","current_step":\#(step),"loss":\#(loss)}"#)
        }
        let scene = try TrainScene(
            shown("1", "0.5"), shown("2", "NaN"), shown("2", "NaN"), shown("NaN", "Infinity"),
            shown("3", "1e999"), shown("4", "NaN", "completed"))
        try await scene.acknowledge("j1")
        let told = Told<Track.Event>()
        guard let job = try await track(scene, "j1", told) else {
            Issue.record("the job counts as lost")
            return
        }
        #expect(job.status == .completed && job.currentStep == 4 && job.loss == nil)
        let words = told.all.map { event in
            switch event {
            case .progress(let job, _): "\(job.currentStep ?? 0)"
            case .alert(.diverged, _): "diverged"
            default: "\(event)"
            }
        }
        #expect(words == ["1", "2", "diverged", "0", "3", "4"])
        let observations = try await scene.store.ledger.observations(
            ofJob: "j1", at: scene.client.endpoint.url)
        #expect(
            observations.map(\.step) == [1, 2, nil, 3, 4]
                && observations.map(\.loss) == [0.5, nil, nil, nil, nil])
        let written = try await #require(try scene.written().first)
        #expect(written.phase == .ended)
        #expect(written.job.flatMap(TrainingJob.init(json:))?.hasDiverged == true)
        #expect(Receipt(written, observations).loss == nil)
        #expect(Receipt(written, observations).json["diverged"] == true)
    }

    @Test("a job denied three times is lost, and its payload is sent again only when asked to")
    func lost() async throws {
        let scene = try TrainScene(.answer(status: 404, body: #"{"detail":"no such job"}"#))
        try await scene.acknowledge("j1")
        guard try await track(scene, "j1") == nil else {
            Issue.record("the job counts as seen")
            return
        }
        #expect(scene.asked.count == 3)
        #expect(try await scene.written().map(\.phase) == [.lost])
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .unresolved)
        // It was asked once more whether it knows the job again.
        #expect(scene.asked.count == 4 && scene.asked.allSatisfy { $0.hasPrefix("GET") })
    }

    @Test("a proxy's 404 page is no denial: the trainer was not asked")
    func proxyPage() async throws {
        let page = ScriptedServer.Reply.answer(status: 404, body: "<html><title>gone</title></html>")
        let scene = try TrainScene(page, page, page, page, .job("j1", "completed"))
        try await scene.acknowledge("j1")
        guard let job = try await track(scene, "j1") else {
            Issue.record("the job counts as lost")
            return
        }
        #expect(job.status == .completed)
    }

    @Test("a refusal to be asked ends the following, not the job", arguments: [401, 403])
    func refused(status: Int) async throws {
        let scene = try TrainScene(.answer(status: status, body: "no \(TrainScene.token)"))
        try await scene.acknowledge("j1")
        let error = await #expect(throws: TrainError.self) { try await self.track(scene, "j1") }
        #expect(error?.kind == .refused(status: status))
        #expect(error?.shown.contains(TrainScene.token) == false)
        #expect(scene.asked.count == 1)
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
    }

    @Test(
        "troubles of the way are told and waited out; cancelling leaves the job alone",
        arguments: [
            ScriptedServer.Reply.answer(status: 502, body: "bad gateway"), .answer(status: 429), .close,
            .answer(status: 408), .answer(body: "<html>"), .answer(body: "[]"),
            .answer(body: #"{"detail":"?"}"#),
        ])
    func trouble(reply: ScriptedServer.Reply) async throws {
        let scene = try TrainScene(reply)
        try await scene.acknowledge("j1")
        let told = Told<Track.Event>()
        await #expect(throws: CancellationError.self) {
            try await Task {
                try await Track(client: scene.client, ledger: scene.store.ledger, time: FastTime().keeper)(
                    "j1"
                ) { event in
                    told.add(event)
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }.value
        }
        #expect(told.all.count == 1)
        guard case .retrying(let message, let pause)? = told.all.first else {
            Issue.record("no trouble was told")
            return
        }
        #expect(!message.isEmpty && !message.contains(TrainScene.token))
        #expect(pause == .seconds(4))
        #expect(scene.asked.count == 1)
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
    }
}
