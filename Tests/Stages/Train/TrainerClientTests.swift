import Dataset
import MusubiAPI
import TestKit
import Testing
import Train

@Suite("TrainerClient: what only asks")
struct TrainerClientTests {
    @Test(
        "logs in every shape",
        arguments: [
            (#""one\ntwo\n""#, ["one", "two"]),
            (#"["one","two\nthree"]"#, ["one", "two", "three"]),
            (#"{"logs":"one\r\ntwo"}"#, ["one", "two"]),
            (#"{"logs":["one",2,{"step":3}]}"#, ["one", "2", #"{"step":3}"#]),
            (#"{"success":true,"logs":["one"]}"#, ["one"]),
            (#"{"logs":null}"#, []), (#"{"logs":[]}"#, []), (#"{"logs":""}"#, []), ("null", []), ("", []),
            ("one\ntwo\n\nfour", ["one", "two", "", "four"]),
            ("[INFO] one\n[INFO] two", ["[INFO] one", "[INFO] two"]),
            ("42", ["42"]),
            ("10%\r20%\r30%", ["10%", "20%", "30%"]),
            ("\u{1B}[31mred\u{1B}[0m\tend\u{7}\u{9B}2J\u{202E}x", ["red\tendx"]),
            (#"["\u001b]0;title\u0007plain"]"#, ["plain"]),
        ])
    func logs(body: String, lines: [String]) async throws {
        let scene = try TrainScene(.answer(body: body))
        #expect(try await scene.client.logs(of: "j1") == lines)
        #expect(scene.asked == ["GET /train/logs/j1"])
    }

    @Test("a log larger than other answers may be")
    func longLog() async throws {
        let line = String(repeating: "x", count: 999)
        let scene = try TrainScene(.answer(body: String(repeating: line + "\n", count: 3000)))
        #expect(try await scene.client.logs(of: "j1").count == 3000)
    }

    @Test("a job id is one segment of the path, whatever it holds")
    func oddID() async throws {
        let scene = try TrainScene(.job("../a b?c#d", "training"))
        _ = try await scene.client.status(of: "../a b?c#d")
        #expect(scene.asked == ["GET /train/status/%2E%2E%2Fa%20b%3Fc%23d"])
    }

    @Test("health, with and without words")
    func health() async throws {
        let json = try TrainScene(.answer(body: #"{"status":"healthy","gpu":"L40S"}"#))
        #expect(try await json.client.health()["gpu"]?.string == "L40S")
        #expect(json.asked == ["GET /health"])
        let text = try TrainScene(dialect: .wrapper, prefix: "/p", .answer(body: "OK\u{1B}[0m"))
        #expect(try await text.client.health().string == "OK [0m")
        #expect(text.asked == ["GET /p/lora-trainer/health"])
        let down = try TrainScene(.answer(status: 503, body: "starting"))
        let error = await #expect(throws: TrainError.self) { try await down.client.health() }
        #expect(error?.kind == .refused(status: 503))
        let gone = try TrainScene(.close)
        gone.server.stop()
        let other = await #expect(throws: TrainError.self) { try await gone.client.health() }
        #expect(other?.kind == .unreachable)
        #expect(other?.shown.contains(TrainScene.token) == false)
    }

    @Test(
        "jobs, bare and in an envelope; what has no id is no job",
        arguments: [
            #"[{"job_id":"a","status":"training"},{"status":"idle"},null,{"job_id":7}]"#,
            #"{"success":true,"jobs":[{"job_id":"a","status":"training"},{"job_id":7,"status":null}]}"#,
            #"[{"job_id":"a","status":"training","loss":NaN},{"job_id":NaN},"x",{"job_id":7,"progress":-Infinity}]"#,
        ])
    func jobs(body: String) async throws {
        let scene = try TrainScene(lists: [.answer(body: body)], .answer(body: body))
        let jobs = try await scene.client.jobs()
        #expect(jobs.map(\.id) == ["a", "7"])
        #expect(jobs.map(\.status) == [.training, .idle])
    }

    @Test("answers that are none of the API's", arguments: ["<html></html>", "{}", "[1", #"{"jobs":null}"#])
    func odd(body: String) async throws {
        let scene = try TrainScene(lists: [.answer(body: body)], .answer(body: body))
        let jobs = await #expect(throws: TrainError.self) { try await scene.client.jobs() }
        #expect(jobs?.kind == .unexpectedAnswer)
        let status = await #expect(throws: TrainError.self) { try await scene.client.status(of: "j1") }
        #expect(status?.kind == .unexpectedAnswer)
        #expect(status?.hint.contains("dialect") == true)
    }

    @Test("404 is about the job where one was asked for, and about the address elsewhere")
    func notFound() async throws {
        let nothing = ScriptedServer.Reply.answer(status: 404, body: #"{"detail":"nothing here"}"#)
        let scene = try TrainScene(lists: [nothing], nothing)
        let job = await #expect(throws: TrainError.self) { try await scene.client.logs(of: "j\u{1B}1") }
        #expect(job?.kind == .unknownJob)
        #expect(job?.message.contains("\u{1B}") == false)
        let list = await #expect(throws: TrainError.self) { try await scene.client.jobs() }
        #expect(list?.kind == .refused(status: 404))
        #expect(list?.hint.contains("prefix") == true)
    }
}
