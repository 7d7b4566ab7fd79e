import Dataset
import MusubiAPI
import Pipeline
import Synchronization
import TestKit
import Testing
import Train

@Suite("Training: the events from the submission to the end")
struct TrainingTests {
    private final class Told: Sendable {
        private let events = Mutex<[JSONValue]>([])
        func add(_ event: Event) { events.withLock { $0.append(event.json(at: "T")) } }
        var all: [JSONValue] { events.withLock { $0 } }
        var names: [String] { all.compactMap { $0["event"]?.string } }
    }

    private func run(
        _ server: ScriptedServer, _ directory: TemporaryDirectory, _ told: Told,
        detach: Bool = false
    ) async throws -> RunOutcome {
        try directory.write("{}", "export/payload.json")
        let manifest = ManifestHead(
            payload: .init(digest: Digest.of("{}"), bytes: 2, images: 0), training: .object([]),
            recipe: .object([]), tools: .object([]), dataset: DatasetInfo(id: "d", name: "d", trigger: nil))
        let tools = try RunContext(state: directory.path("state"), threads: 1)
        let training = Training(try Endpoint(server.url), tools, run: "r") { told.add($0) }
        let submitted = try await training.submit(directory.path("export"), manifest, .init())
        return try await training.follow(submitted, outputName: "r_v1", detach: detach)
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
        let outcome = try await run(server, TemporaryDirectory("training"), told)
        #expect(outcome.status.rawValue == status && outcome.jobID == "j1")
        #expect((outcome.failure == nil) == (status == "completed"))
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
        let left = try await run(server, directory, first, detach: true)
        #expect(left.status == .handedOver && left.jobID == "j1")
        #expect(first.names.last == "submitted")
        let second = Told()
        #expect(try await run(server, directory, second).status == .completed)
        #expect(second.names == ["stage", "attached", "progress", "notice", "finished"])
        #expect(server.requests.map(\.method) == ["GET", "POST", "GET"])
    }
}
