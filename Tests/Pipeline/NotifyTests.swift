import Curl
import Dataset
import Foundation
import Synchronization
import SystemPackage
import TestKit
import Testing

@testable import Pipeline

@Suite("notify: told when a run ends")
struct NotifyTests {
    private static let canary = "Zq7canary9"
    private let place: TemporaryDirectory
    private let notice = NotificationMessage(
        run: "harbour", status: "completed", jobID: "j'1", outputName: "harbour_v1",
        outputPath: #"C:\loras\x.safetensors"#, seconds: 61)

    init() throws { place = try TemporaryDirectory("notify") }

    /// Tells the recipients that a pipeline file names.
    private func emit(
        _ notify: String, _ environment: [String: String] = [:],
        _ limits: Notify.Limits = .init(pause: .milliseconds(1))
    ) async throws -> [String] {
        let path = try place.write(SettingsScene.folder + "notify:\n" + notify, "p.yaml")
        var variables = environment
        variables["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        let notificationTargets = try PipelineSettings(at: path, environment: variables).notificationTargets
        return await Notify(notificationTargets, http: HTTPClient(), environment: variables, limits: limits)(
            notice)
    }

    private func written(_ name: String) throws -> String {
        String(decoding: try place.bytes(name), as: UTF8.self)
    }

    @Test("a command gets the outcome on stdin and in variables, what it names, and nothing else of ours")
    func command() async throws {
        let troubles = try await emit(
            """
              command: cat > '\(place.path)/in' && env > '\(place.path)/env' && echo "${WANTED}" > '\(place.path)/said'
            """,
            ["SECRET": Self.canary, "LORAPIPE_TOKEN": Self.canary, "WANTED": "$(touch x)", "LC_ALL": "C"])
        #expect(troubles.isEmpty)
        #expect(try JSONValue(parsing: written("in")) == notice.json)
        let names = try written("env").split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(
            Set(names).subtracting(["PWD", "SHLVL", "_", "OLDPWD"])
                == [
                    "PATH", "LC_ALL", "WANTED", "LORAPIPE_RUN", "LORAPIPE_STATUS", "LORAPIPE_JOB_ID",
                    "LORAPIPE_OUTPUT_NAME", "LORAPIPE_OUTPUT_PATH",
                ])
        #expect(try written("env").contains("LORAPIPE_JOB_ID=j'1\n"))
        #expect(try !written("env").contains(Self.canary))
        #expect(try written("said") == "$(touch x)\n", "a variable's value became a command")
    }

    @Test("a command that fails is told with its last words")
    func failing() async throws {
        #expect(
            try await emit("  command: echo first >&2; echo last >&2; exit 3")
                == ["notify.command ended with 3: last"])
        #expect(try await emit("  command: kill -9 $$") == ["notify.command was ended by signal 9"])
    }

    @Test("a command that fails does not tell the values of the variables that it names")
    func secretive() async throws {
        let environment = ["HOOK": "https://hooks.example/\(Self.canary)", "OPEN": "x"]
        let script = #"  command: echo "could not reach ${HOOK}, nor ${OPEN}" >&2; exit 6"#
        let troubles = try await emit(script, environment)
        #expect(troubles.count == 1 && troubles[0].hasPrefix("notify.command ended with 6: could not reach "))
        #expect(troubles[0].hasSuffix(", nor x") && !troubles[0].contains(Self.canary))
        // The control: the same words from a program that was given no secret are told whole.
        let plain = "  command: echo 'could not reach https://hooks.example/\(Self.canary)' >&2; exit 6"
        #expect(try await emit(plain)[0].contains(Self.canary))
    }

    @Test(
        "a command that hangs is killed with what it started; one that leaves something behind is not waited for"
    )
    func hanging() async throws {
        let limits = Notify.Limits(command: .milliseconds(300))
        let script = "sleep 600 & echo $! > '\(place.path)/child'; wait"
        #expect(
            try await emit("  command: \(script)", [:], limits) == ["notify.command was killed after 0 s"])
        let child = try #require(
            Int32(try written("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        var isThere = true
        // Whoever adopts it has to collect it first; until then it is a zombie, which is dead enough.
        for _ in 0..<500 where isThere {
            isThere = Self.runs(child)
            if isThere { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(!isThere, "its child goes on")
        #expect(try await emit("  command: sleep 2 >&2 & true").isEmpty)
    }

    @Test("its files have no name and are not inherited")
    func files() throws {
        try place.write("", "files/none")
        let directory = place.path("files")
        let before = try FileManager.default.contentsOfDirectory(atPath: directory)
        let file = try NotificationCommand.file(in: directory)
        #expect(fcntl(file.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == before)
        var status = stat()
        #expect(fstat(file.rawValue, &status) == 0 && status.st_mode & 0o777 == 0o600)
        try file.close()
        #expect(throws: (any Error).self) { try NotificationCommand.file(in: directory + "/none") }
    }

    @Test("a command that is cancelled is killed with what it started")
    func cancelled() async throws {
        let script =
            "sleep 600 & echo $! > '\(place.path)/part' && mv '\(place.path)/part' '\(place.path)/child'; wait"
        let telling = Task { try await emit("  command: \(script)") }
        while !FileManager.default.fileExists(atPath: place.path("child")) {
            try await Task.sleep(for: .milliseconds(10))
        }
        telling.cancel()
        #expect(try await telling.value == ["notify.command was ended by signal 9"])
        let child = try #require(Int32(try written("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        var isThere = true
        for _ in 0..<500 where isThere {
            isThere = Self.runs(child)
            if isThere { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(!isThere, "its child goes on")
    }

    private static func runs(_ process: Int32) -> Bool {
        // No file, no process.
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
            return false
        }
        return stat.split(separator: ")").last?.trimmingCharacters(in: .whitespaces).first != "Z"
    }

    @Test("a URL gets the JSON by POST, with the members that chats show")
    func url() async throws {
        let server = try ScriptedServer { _ in .answer(status: 204, body: "") }
        defer { server.stop() }
        #expect(try await emit("  url: ${HOOK}", ["HOOK": server.url + "/hook"]).isEmpty)
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1 && request.method == "POST" && request.path == "/hook")
        let json = try JSONValue(parsing: request.body)
        #expect(json["schema"] == "lorapipe.notice/1")
        #expect(json["text"]?.string == #"lorapipe: harbour completed (job j'1): C:\loras\x.safetensors"#)
        #expect(json["content"] == json["text"])
        #expect(json["seconds"] == 61 && json["message"] == .null)
    }

    @Test(
        "one that fails is tried once more where that may help, and never shown",
        arguments: [(500, 2), (404, 1), (302, 1), (429, 2)])
    func failingURL(status: Int, tries: Int) async throws {
        let other = try ScriptedServer { _ in .answer(body: "") }
        defer { other.stop() }
        let server = try ScriptedServer { [url = other.url] _ in
            .answer(status: status, headers: [("Location", url)], body: Self.canary)
        }
        defer { server.stop() }
        let troubles = try await emit("  url: \(server.url)/\(Self.canary)?k=\(Self.canary)")
        #expect(troubles.count == 1 && troubles[0].contains("answered \(status)"))
        #expect(!troubles[0].contains(Self.canary))
        #expect(server.requests.count == tries)
        #expect(other.requests.isEmpty, "a redirect was followed")
    }

    @Test("nobody there: told without the address; once it answers, the second try is enough")
    func nobody() async throws {
        let server = try ScriptedServer { _ in .close }
        let url = server.url
        server.stop()
        let troubles = try await emit("  url: \(url)/\(Self.canary)")
        #expect(troubles == ["notify.url got no answer: nobody takes connections there, twice"])
        let replies = ScriptedReplies([.answer(status: 503, body: ""), .answer(body: "")])
        let later = try ScriptedServer { _ in replies.next() }
        defer { later.stop() }
        #expect(try await emit("  url: \(later.url)").isEmpty)
        #expect(later.requests.count == 2)
    }

    @Test(
        "an address that can't be one is told without it",
        arguments: ["ftp://h/\(canary)", "\(canary)", "https://u:\(canary)@h/", "http:///\(canary) x"])
    func wrongURL(url: String) throws {
        let problems = try SettingsScene().problems(
            SettingsScene.folder + "train: { endpoint: \"http://h\" }\nnotify: { url: \"\(url)\" }",
            for: .train)
        #expect(problems.count == 1 && problems[0].message.hasPrefix("notify.url"))
        #expect(!"\(problems)".contains(Self.canary))
    }
}

/// Answers in their order, the last for ever.
private final class ScriptedReplies: Sendable {
    private let replies: Mutex<[ScriptedServer.Reply]>
    init(_ replies: [ScriptedServer.Reply]) { self.replies = Mutex(replies) }
    func next() -> ScriptedServer.Reply { replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}
