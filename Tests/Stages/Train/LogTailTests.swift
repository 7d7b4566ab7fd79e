import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Logs: only what is new")
struct LogTailTests {
    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The log at each reading, a letter a line.
        let readings: [[String]]
        /// What is shown; `~` before a line that stands in the place of the last.
        let shown: [String]

        init(_ name: String, _ readings: [[String]], _ shown: [String]) {
            (testDescription, self.readings, self.shown) = (name, readings, shown)
        }
    }

    @Test(arguments: [
        Course(
            "a log that grows", [["a"], ["a", "b"], ["a", "b"], ["a", "b", "c", "d"]], ["a", "b", "c", "d"]),
        Course("nothing yet", [[], ["a"]], ["a"]),
        Course(
            "a window that slides", [["a", "b", "c"], ["b", "c", "d"], ["d", "e", "f"]],
            ["a", "b", "c", "d", "e", "f"]),
        Course("a window over equal lines", [["x", "x", "y"], ["x", "y", "x"]], ["x", "x", "y", "x"]),
        Course("a log that began anew", [["a", "b"], ["m"], ["m", "n"]], ["a", "b", "m", "n"]),
        Course("a line that grows", [["a", "ste"], ["a", "step 1", "b"]], ["a", "ste", "~step 1", "b"]),
        Course("a bar drawn over", [["a", "10 %"], ["a", "20 %"]], ["a", "10 %", "~20 %"]),
        Course("empty for a moment", [["a", "b"], [], ["a", "b", "c"]], ["a", "b", "c"]),
        Course("a window that becomes larger", [["c"], ["a", "b", "c", "d"]], ["c", "d"]),
    ])
    func new(_ course: Course) {
        var tail = LogTail()
        let shown = course.readings.flatMap { tail.read($0) }.map { ($0.replacesLast ? "~" : "") + $0.text }
        #expect(shown == course.shown)
    }

    @Test("followed to the job's end through failures, with what was logged last")
    func followed() async throws {
        let scene = try TrainScene(
            .job("j1", "training"), .answer(body: #"["one"]"#),
            .job("j1", "training"), .answer(status: 502, body: "<html></html>"),
            .job("j1", "training"), .answer(body: #"{"logs":["one","two\u001b[31m red\u001b[0m"]}"#),
            .job("j1", "completed"), .answer(status: 503), .job("j1", "completed"),
            .answer(body: #"["one","two\u001b[31m red\u001b[0m","three"]"#))
        let lines = Told<String>()
        let troubles = Told<String>()
        let follow = try await FollowLog(
            client: scene.client, ledger: scene.store.ledger, time: FastTime().keeper)
        let ending = try await follow("j1") { event in
            switch event {
            case .line(let line): lines.add(line.text)
            case .retrying(let words, _): troubles.add(words)
            }
        }
        guard let job = ending else {
            Issue.record("lost")
            return
        }
        #expect(job.status == .completed)
        #expect(lines.all == ["one", "two red", "three"])
        #expect(troubles.all.count == 2)
    }

    @Test(
        "every shape of the contract, in both dialects",
        arguments: [
            ("\"a\\nb\"", ["a", "b"]), (#"["a","b"]"#, ["a", "b"]), (#"{"logs":"a\nb"}"#, ["a", "b"]),
            (#"{"logs":["a","b"]}"#, ["a", "b"]), (#"{"success":true,"logs":{"logs":["a"]}}"#, ["a"]),
            ("a\r\nb\n", ["a", "b"]), ("null", []), (#"{"logs":null}"#, []), ("", []), ("[]", []),
            (#"[{"timestamp":"10:00","level":"INFO","message":"a"},7]"#, ["10:00 INFO a", "7"]),
            ("steps 1\rsteps 2\n", ["steps 1", "steps 2"]),
            (#"["a\u001b]0;title\u0007b\u009b2Jc"]"#, ["abc"]),
        ])
    func shapes(body: String, lines: [String]) async throws {
        for dialect in Dialect.allCases {
            let scene = try TrainScene(dialect: dialect, .answer(body: body))
            #expect(try await scene.client.logs(of: "j1") == lines)
        }
    }
}
