import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing

@Suite("What is known of a run afterwards")
struct RecordTests {
    /// A trainer that shows three steps and then the end of each job.
    private final class Trainer: Sendable {
        private let looks = Mutex<[String: Int]>([:])
        private let jobs = Mutex(0)
        var started: Int { jobs.withLock { $0 } }

        func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
            if request.method == "POST" {
                let number = jobs.withLock { jobs in
                    jobs += 1
                    return jobs
                }
                return .answer(body: #"{"job_id":"job-\#(number)","status":"queued"}"#)
            }
            if request.path.hasSuffix("/jobs") { return .answer(body: "[]") }
            let id = String(request.path.split(separator: "/").last ?? "")
            let look = looks.withLock { looks in
                looks[id, default: 0] += 1
                return looks[id] ?? 0
            }
            let status = look > 2 ? "completed" : "training"
            return .answer(
                body:
                    #"{"job_id":"\#(id)","status":"\#(status)","current_step":\#(look * 10),"total_steps":30,"#
                    + #""loss":\#(0.5 / Double(look)),"output_path":"D:\\loras\\same.safetensors"}"#)
        }
    }

    private static func scene(_ trainer: Trainer) throws -> (FolderScene, ScriptedServer) {
        let scene = try FolderScene()
        let server = try ScriptedServer { trainer.answer($0) }
        for picture in try scene.place.names(under: "pictures")
        where !picture.hasPrefix("poster-moon") && !picture.hasPrefix("print-ferry") {
            try scene.remove(picture)
        }
        try scene.place.write(
            """
            name: sample
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { endpoint: "\(server.url)", output_name: same, price_per_hour: 3.6, currency: EUR }
            """, "folder.yaml")
        return (scene, server)
    }

    @Test("receipt, show, receipts and loras tell of one run; the same command pays once, --again twice")
    func whole() async throws {
        let trainer = Trainer()
        let (scene, server) = try Self.scene(trainer)
        defer { server.stop() }
        let out = scene.place.path("out")
        let first = try await scene.run(["train", scene.pipeline, "--out", out])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.errors.contains("no earlier run at this trainer"))

        let receipt = try JSONValue(
            parsing: String(decoding: scene.place.bytes("out/receipt.json"), as: UTF8.self))
        #expect(receipt["schema"]?.string == "lorapipe.receipt/1")
        #expect(receipt["job_id"]?.string == "job-1" && receipt["status"]?.string == "completed")
        let payload = Digest.of(try scene.place.bytes("out/payload.json"))
        #expect(receipt["payload"]?["sha256"]?.string == payload.hex)
        let lock = Digest.of(try scene.place.bytes("out/manifest.lock.json"))
        #expect(receipt["lock"]?["sha256"]?.string == lock.hex)
        #expect(receipt["output_path"]?.string == #"D:\loras\same.safetensors"#)
        #expect(receipt["cost"]?["currency"]?.string == "EUR")
        #expect(try await scene.run(["verify", out]).status == 0)

        let show = try await scene.run(["show", "job"])
        #expect(show.output.contains("rank 16") && show.output.contains("loss by step"), "\(show.output)")
        let shown = try await scene.run(["show", "job-1", "--json"]).json()
        #expect(shown["history"]?.array?.compactMap { $0["step"]?.int } == [10, 20, 30])
        let listed = try await scene.run(["receipts", "--json"]).json()
        #expect(listed["receipts"]?.array?.map { $0["job_id"]?.string } == ["job-1"])
        let loras = try await scene.run(["loras", "--json"]).json()
        #expect(loras["loras"]?.array?.count == 1)

        try FileManager.default.removeItem(atPath: scene.place.path("out/receipt.json"))
        let second = try await scene.run(["train", scene.pipeline, "--out", out, "--json"])
        #expect(second.status == 0 && trainer.started == 1)
        #expect(try second.events().last?["trained_before"] == true)
        #expect(FileManager.default.fileExists(atPath: scene.place.path("out/receipt.json")))
        let third = try await scene.run(["train", scene.pipeline, "--out", out, "--again"])
        #expect(third.status == 0 && trainer.started == 2)
        #expect(
            third.errors.contains("from 1 earlier run") && third.errors.contains("EUR"), "\(third.errors)")
    }

    @Test("another payload in the same place has no receipt of the old one, which keeps a name of its own")
    func otherPayload() async throws {
        let trainer = Trainer()
        let (scene, server) = try Self.scene(trainer)
        defer { server.stop() }
        let out = scene.place.path("out")
        _ = try await scene.run(["train", scene.pipeline, "--out", out])
        #expect(FileManager.default.fileExists(atPath: out + "/receipt.json"))
        #expect(
            try await scene.run(["export", scene.pipeline, "--out", out, "--set", "train.seed=7"]).status == 0
        )
        #expect(!FileManager.default.fileExists(atPath: out + "/receipt.json"))
        #expect(try await scene.run(["verify", out]).status == 0)
        let receipts = try await scene.run(["receipts", "--json"]).json()["receipts"]?.array
        #expect(receipts?.map { $0["receipt"]?.string } == [out + "/receipt-job-1.json"])
        let kept = try JSONValue(parsing: try scene.place.bytes("out/receipt-job-1.json"))
        #expect(kept["job_id"]?.string == "job-1")
    }

    @Test("watch without an id follows the last; show names what it does not know")
    func watch() async throws {
        let trainer = Trainer()
        let (scene, server) = try Self.scene(trainer)
        defer { server.stop() }
        let none = try await scene.run(["watch", "--endpoint", server.url])
        #expect(none.status == 2 && none.lastError.contains("nothing was submitted"))
        let detached = try await scene.run([
            "train", scene.pipeline, "--out", scene.place.path("out"), "--detach",
        ])
        #expect(detached.status == 0)
        #expect(!FileManager.default.fileExists(atPath: scene.place.path("out/receipt.json")))
        let watched = try await scene.run(["watch"])
        #expect(watched.status == 0 && watched.output.contains("job job-1 completed"))
        #expect(FileManager.default.fileExists(atPath: scene.place.path("out/receipt.json")))
        let unknown = try await scene.run(["show", "job-7"])
        #expect(unknown.status == 2 && unknown.errors.contains("did you mean job-1"))
    }

    @Test(
        "an id that nobody knows is an error at once, which names the jobs that are known",
        arguments: [
            ["watch", "nosuch"], ["watch", ""], ["logs", "nosuch", "--follow"], ["logs", "", "--follow"],
        ])
    func nobodyKnowsIt(command: [String]) async throws {
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/jobs")
                ? .answer(body: #"[{"job_id":"theirs","status":"training"}]"#)
                : .answer(status: 404, body: #"{"detail":"no such job"}"#)
        }
        defer { server.stop() }
        let scene = try FolderScene()
        let run = try await scene.run(command + ["--endpoint", server.url])
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("theirs"))
        #expect(server.requests.count { $0.path.contains("/status/") } == (command[1].isEmpty ? 0 : 1))
        #expect(server.requests.count { $0.path.contains("/logs/") } == 0)
    }

    @Test("a lost answer is found by watch, which sends nothing")
    func settled() async throws {
        let posts = Mutex(0)
        let isListed = Mutex(false)
        let server = try ScriptedServer { request in
            if request.method == "POST" {
                posts.withLock { $0 += 1 }
                return .close
            }
            if request.path.hasSuffix("/jobs") {
                if posts.withLock({ $0 }) == 0 { return .answer(body: "[]") }
                return isListed.withLock { $0 }
                    ? .answer(body: #"[{"job_id":"k","status":"training","output_name":"same"}]"#)
                    : .answer(status: 401, body: #"{"detail":"no"}"#)
            }
            return .answer(body: #"{"job_id":"k","status":"completed"}"#)
        }
        defer { server.stop() }
        let (scene, other) = try Self.scene(Trainer())
        other.stop()
        let arguments = ["train", scene.pipeline, "--set", "train.endpoint=\(server.url)"]
        // Killed while it looks for the job: nobody waits ten minutes here.
        let killed = try await Program.run(
            arguments + ["--state", scene.place.path("state")], interruptAfter: "asking for its list")
        #expect(killed.status == 130)
        let jobs = try await scene.run(["jobs", "--endpoint", server.url])
        #expect(jobs.output.contains("sent"))
        isListed.withLock { $0 = true }
        let watched = try await scene.run(["watch"])
        #expect(watched.status == 0 && watched.output.contains("job k completed"), "\(watched.errors)")
        #expect(posts.withLock { $0 } == 1)
    }
}
