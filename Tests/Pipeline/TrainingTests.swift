import Dataset
import MusubiAPI
import Pipeline
import Synchronization
import TestKit
import Testing
import Train

@Suite("Training: what is told from the hand-over to the end")
struct TrainingTests {
    private final class Told: Sendable {
        private let events = Mutex<[JSONValue]>([])
        func add(_ event: Event) { events.withLock { $0.append(event.json(at: "T")) } }
        var all: [JSONValue] { events.withLock { $0 } }
        var names: [String] { all.compactMap { $0["event"]?.string } }
    }

    private func run(
        _ server: ScriptedServer, _ directory: TemporaryDirectory, _ told: Told,
        _ wishes: Training.Wishes = .init()
    ) async throws -> Training.Ending {
        try directory.write("{}", "export/payload.json")
        let manifest = ManifestHead(
            payload: .init(digest: Digest.of("{}"), bytes: 2, images: 0), training: .object([]),
            recipe: .object([]), tools: .object([]), dataset: DatasetInfo(id: "d", name: "d", trigger: nil))
        let tools = try Workshop(state: directory.path("state"), threads: 1)
        return try await Training(Endpoint(server.url), tools) { told.add($0) }(
            directory.path("export"), manifest, wishes)
    }

    @Test(
        "the last event is finished, with job_id, status and output_path", arguments: ["completed", "failed"])
    func followed(status: String) async throws {
        let server = try ScriptedServer { request in
            if request.path == "/train/jobs" { return .answer(body: "[]") }
            return request.method == "POST"
                ? .answer(body: #"{"job_id":"j1","status":"queued"}"#)
                : .answer(body: #"{"status":"\#(status)","output_path":"C:\\x.safetensors"}"#)
        }
        defer { server.stop() }
        let told = Told()
        guard case .seen(let job) = try await run(server, TemporaryDirectory("training"), told) else {
            Issue.record("the job was not seen")
            return
        }
        #expect(job.status.word == status)
        #expect(
            told.names.filter { $0 != "uploading" } == [
                "stage", "forecast", "submitted", "progress", "notice", "finished",
            ])
        let last = told.all.last
        #expect(last?["job_id"]?.string == "j1")
        #expect(last?["status"]?.string == status)
        #expect(last?["output_path"]?.string == #"C:\x.safetensors"#)
    }

    @Test("detached, it leaves with the id; a second run attaches and sends nothing")
    func detached() async throws {
        let server = try ScriptedServer { request in
            .answer(body: request.path == "/train/jobs" ? "[]" : #"{"job_id":"j1","status":"completed"}"#)
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory("training")
        let first = Told()
        guard case .detached("j1") = try await run(server, directory, first, .init(detach: true)) else {
            Issue.record("it stayed")
            return
        }
        #expect(first.names.last == "submitted")
        let second = Told()
        guard case .seen = try await run(server, directory, second) else {
            Issue.record("the job was not seen")
            return
        }
        #expect(second.names == ["stage", "attached", "progress", "notice", "finished"])
        #expect(server.requests.map(\.method) == ["GET", "POST", "GET"])
    }
}
