import Dataset
import Foundation
import Synchronization
import TestKit
import Testing

@Suite("Several runs in one command")
struct BatchRunTests {
    /// A trainer that starts a job for each payload and shows it completed, or failed where its name says so.
    private final class Trainer: Sendable {
        private let names = Mutex<[String]>([])
        /// The output names handed over, in their order.
        var started: [String] { names.withLock { $0 } }

        func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
            if request.method == "POST" {
                let text = String(decoding: request.body, as: UTF8.self)
                let name = text.firstMatch(of: /"output_name":\s*"([^"]*)"/).map { String($0.1) } ?? "?"
                let number = names.withLock {
                    $0.append(name)
                    return $0.count
                }
                return .answer(body: #"{"job_id":"j\#(number)","status":"queued"}"#)
            }
            let names = started
            func job(_ number: Int) -> String {
                let name = names[number - 1]
                let status = name.contains("bad") ? "failed" : "completed"
                return #"{"job_id":"j\#(number)","status":"\#(status)","output_name":"\#(name)","#
                    + #""output_path":"/loras/\#(name).safetensors"}"#
            }
            let last = request.path.split(separator: "/").last.map(String.init) ?? ""
            if let number = Int(last.dropFirst()), last.hasPrefix("j"), number <= names.count {
                return .answer(body: job(number))
            }
            if request.path.hasSuffix("/jobs") {
                return .answer(body: "[" + names.indices.map { job($0 + 1) }.joined(separator: ",") + "]")
            }
            return .answer(status: 404, body: #"{"detail":"not found"}"#)
        }
    }

    /// Writes a pipeline over the scene's pictures; payloads of few bytes keep the trainer's reading of them short.
    private func pipeline(_ scene: FolderScene, _ url: String, _ name: String, _ more: String) throws
        -> String
    {
        for picture in try scene.place.names(under: "pictures")
        where !picture.hasPrefix("poster-moon") && !picture.hasPrefix("print-ferry") {
            try scene.remove(picture)
        }
        return try scene.place.write(
            """
            name: \(name)
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg, quality: 30 }
            train: { endpoint: "\(url)", output_name: \(name) }
            \(more)
            """, "\(name).yaml")
    }

    @Test("two files, one with a matrix: each run has an end, the failed one stops no other, the code is its")
    func several() async throws {
        let trainer = Trainer()
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        let scene = try FolderScene()
        let good = try pipeline(
            scene, server.url, "good",
            """
            matrix: { train.network_dim: [4, 8], train.seed: [1, 2] }
            notify: { command: "cat >> '\(scene.place.path)/told'; echo >> '\(scene.place.path)/told'" }
            """)
        let bad = try pipeline(scene, server.url, "bad", "")
        let run = try await scene.run(["train", bad, good, "--in-flight", "2", "--json"])
        #expect(run.status == 4, "\(run.errors)")
        #expect(run.errors.contains("[good-dim4-seed1] train    job"), "\(run.errors)")
        #expect(run.lastError == "error: 1 of 5 runs are not done")
        let events = try run.events()
        let names = ["bad"] + ["dim4-seed1", "dim4-seed2", "dim8-seed1", "dim8-seed2"].map { "good-\($0)" }
        #expect(Set(trainer.started) == Set(names) && trainer.started.count == 5)
        #expect(events.dropLast().allSatisfy { names.contains($0["run"]?.string ?? "") })
        let last = try #require(events.last)
        #expect(last["event"] == "batch-finished")
        let runs = try #require(last["runs"]?.array)
        #expect(runs.map { $0["run"]?.string } == names)
        #expect(runs.map { $0["exit"] } == [4, 0, 0, 0, 0])
        #expect(runs[0]["status"] == "failed" && runs[4]["status"] == "completed")
        #expect(runs[4]["output_path"] == "/loras/good-dim8-seed2.safetensors")
        let told = String(decoding: try scene.place.bytes("told"), as: UTF8.self).split(separator: "\n")
        #expect(
            Set(try told.map { try JSONValue(parsing: String($0))["run"]?.string }) == Set(names.dropFirst()))
        let exports = try scene.place.names(under: "state/exports").filter { $0.hasSuffix("/payload.json") }
        #expect(exports.sorted() == names.map { "\($0)/payload.json" }.sorted())
    }

    @Test("submitted with --detach, the same command again follows all of them and sends nothing")
    func resumed() async throws {
        let trainer = Trainer()
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        let scene = try FolderScene()
        let file = try pipeline(scene, server.url, "good", "matrix: { train.seed: [1, 2, 3] }")
        let out = ["--out", scene.place.path("out")]
        let left = try await scene.run(["train", file, "--detach"] + out)
        #expect(left.status == 0, "\(left.errors)")
        #expect(left.output.contains("handed-over"))
        let again = try await scene.run(["train", file, "--json"] + out)
        #expect(again.status == 0, "\(again.errors)")
        #expect(trainer.started == ["good-seed1", "good-seed2", "good-seed3"])
        #expect(try again.events().count { $0["event"] == "attached" } == 3)
        #expect(try scene.place.names(under: "out").contains("good-seed2/payload.json"))
    }

    @Test(
        "data that blocks, and a trainer that is away, end their runs alone; a hook that fails changes no code"
    )
    func blocked() async throws {
        let trainer = Trainer()
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        let scene = try FolderScene()
        let good = try pipeline(scene, server.url, "good", "notify: { command: exit 7 }")
        let empty = try scene.place.write(
            """
            pull: { source: folder, path: nothing }
            train: { endpoint: "\(server.url)" }
            """, "empty.yaml")
        try scene.place.write("", "nothing/x.txt")
        let alone = try await scene.run(["train", good, "--json"])
        #expect(alone.status == 0, "\(alone.errors)")
        #expect(alone.errors.contains("note: notify.command ended with 7"))
        let events = try alone.events()
        #expect(events.allSatisfy { $0["run"] == nil }, "a single run is shown as ever")
        #expect(events.contains { $0["event"] == "notify-failed" })
        let both = try await scene.run(
            ["train", empty, good, "--set", "train.seed=5", "--json"])
        let runs = try #require(try both.events().last?["runs"]?.array)
        #expect(runs.map { $0["status"] } == ["blocked", "completed"], "\(both.errors)")
        #expect(both.status == 1)
        #expect(both.errors.contains("lorapipe check \(empty) shows the findings"), "\(both.errors)")
    }

    @Test("nothing starts when anything is wrong, and --dry-run starts nothing either")
    func before() async throws {
        let trainer = Trainer()
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        let scene = try FolderScene()
        let one = try pipeline(scene, server.url, "one", "matrix: { train.seed: [1, 2] }")
        let two = try pipeline(scene, server.url, "two", "matrix: { train.sed: [1] }")
        let wrong = try await scene.run(["train", one, two])
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("did you mean train.seed?"), "\(wrong.errors)")
        let same = try await scene.run([
            "train", one, "--set", "train.seed=1", scene.pipeline, "--set", "train.output_name=X", "--set",
            "train.endpoint=\(server.url)",
        ])
        #expect(same.status == 2)
        #expect(same.errors.contains("overwrite"), "\(same.errors)")
        let flight = try await scene.run(["train", one, "--in-flight", "65"])
        #expect(flight.status == 2)
        let dry = try await scene.run(["train", one, "--dry-run", "--json"])
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(try dry.json()["runs"]?.array?.map { $0["training"]?["seed"] } == [1, 2])
        #expect(server.requests.isEmpty)
        let check = try await scene.run(["check", one])
        #expect(check.status == 2)
        #expect(check.errors.contains("only lorapipe train carries out"))
    }
}
