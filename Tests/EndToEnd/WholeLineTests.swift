import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("The whole line, from a database to a completed job")
struct WholeLineTests {
    @Test(
        "train pulls, checks, prepares, packs and follows a rehearsal to its end; the second run touches no pixel",
        .needs(.postgres)
    )
    func train() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let arguments = [
            "train", "\(Program.root)/pipelines/sample.yaml", "--json", "--state", place.path + "/state",
        ]

        let first = try await Program.run(arguments, sandbox.environment)
        #expect(first.status == 0, "\(first.errors)")
        let events = try first.events()
        let names = events.compactMap { $0["event"]?.string }
        #expect(names.filter { $0 == "stage" }.count == 5)
        #expect(events.allSatisfy { $0["at"]?.string?.hasSuffix("Z") == true })
        let packed = try #require(events.first { $0["event"] == "packed" })
        #expect(packed["images"] == 14)
        #expect(packed["reused"] == 0)
        let last = try #require(events.last)
        #expect(last["event"] == "finished")
        #expect(last["status"] == "completed")
        #expect(last["output_path"] == .null)
        #expect(last["message"]?.string?.contains("no weights") == true)

        let second = try await Program.run(arguments, sandbox.environment)
        #expect(second.status == 0, "\(second.errors)")
        let again = try #require(try second.events().first { $0["event"] == "packed" })
        #expect(again["reused"] == 14)
        #expect(again["payload"] == packed["payload"])
        #expect(second.errors.contains("no pixel was touched"))
        #expect(!first.errors.contains("no pixel was touched"))
        // Trained to the end before: nothing is paid for twice.
        #expect(try second.events().last?["job_id"] == last["job_id"])
        #expect(try second.events().last?["trained_before"] == true)
        let third = try await Program.run(arguments + ["--again"], sandbox.environment)
        #expect(third.status == 0, "\(third.errors)")
        #expect(try third.events().last?["job_id"] != last["job_id"])

        let verified = try await Program.run([
            "verify", place.path + "/state/exports/sample", "--state", place.path + "/state",
        ])
        #expect(verified.status == 0, "\(verified.errors)")
    }

    @Test(
        "a job left by Ctrl-C goes on, and watch, status, logs, cancel and jobs find it by its id",
        .needs(.postgres))
    func leaveAndComeBack() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let state = ["--state", place.path + "/state"]
        let left = try await Program.run(
            ["train", "\(Program.root)/pipelines/sample.yaml", "--set", "train.max_train_epochs=100"] + state,
            sandbox.environment, interruptAfter: "train    job ")
        #expect(left.status == 130, "\(left.errors)")
        let id = try #require(left.lastError.firstMatch(of: /left job (\S+) running/)).1
        let status = try await Program.run(["status", String(id), "--json"] + state)
        #expect(status.status == 0, "\(status.errors)")
        #expect(try status.json()["status"]?.string != "completed")

        let cancelled = try await Program.run(["cancel", String(id), "--json"] + state)
        #expect(try cancelled.json()["outcome"] == "cancelled")
        let again = try await Program.run(["cancel", String(id), "--json"] + state)
        #expect(try again.json()["outcome"] == "already-ended")

        let watched = try await Program.run(["watch", String(id), "--json"] + state)
        #expect(watched.status == 4)
        let events = try watched.events()
        #expect(events.dropLast().last?["status"] == "cancelled")
        #expect(events.last?["error"]?["code"] == "job-cancelled")

        let jobs = try await Program.run(["jobs", "--json"] + state)
        let listed = try #require(
            try jobs.json()["jobs"]?.array?.first { $0["job_id"]?.string == String(id) })
        #expect(listed["status"] == "cancelled")
        #expect(listed["output_name"] == "harbour_sample")
        let logs = try await Program.run(["logs", String(id)] + state)
        #expect(logs.output.contains("rehearsal"))
    }

    @Test("health and a job id that nobody knows", .needs(.postgres))
    func unknownJob() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let health = try await Program.run(["health", "--json", "--state", place.path], sandbox.environment)
        #expect(health.status == 0)
        #expect(try health.json()["answer"]?["rehearsal"] == true)
        let unknown = try await Program.run(
            ["status", "nobody", "--json", "--state", place.path], sandbox.environment)
        #expect(unknown.status == 3)
        #expect(try unknown.json()["error"]?["code"] == "unknown-job")
    }
}
