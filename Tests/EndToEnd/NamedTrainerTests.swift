import Dataset
import Foundation
import TestKit
import Testing

/// Which trainer is meant, and whose the token is.
@Suite("The trainer that is named, and the token that is its")
struct NamedTrainerTests {
    private static let token = "canary-token-9041"

    private static func trainer() throws -> ScriptedServer {
        try ScriptedServer { request in
            if request.method == "POST" && request.path == "/train" {
                return .answer(body: #"{"job_id":"k7","status":"queued"}"#)
            }
            if request.path == "/train/jobs" { return .answer(body: "[]") }
            if request.path.contains("/logs/") { return .answer(body: #""one line""#) }
            return .answer(body: #"{"job_id":"k7","status":"completed"}"#)
        }
    }

    private static func tokens(_ server: ScriptedServer) -> [String] {
        server.requests.compactMap { $0.header("Authorization") }
    }

    /// A folder with an export that was handed over to a trainer.
    private static func handedOver(to server: ScriptedServer) async throws -> FolderScene {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "out").status == 0)
        let run = try await scene.run([
            "submit", scene.place.path("out"), "--detach", "--endpoint", server.url,
        ])
        #expect(run.status == 0, "\(run.errors)")
        return scene
    }

    @Test("submit and cancel guess none; what only looks takes the last one, or the job's own")
    func noGuess() async throws {
        let server = try Self.trainer()
        defer { server.stop() }
        let scene = try await Self.handedOver(to: server)
        let asked = server.requests.count
        for variables in [[], [("LORAPIPE_ENDPOINT", "")]] {
            for arguments in [["submit", scene.place.path("out")], ["cancel", "nobodys"]] {
                let run = try await scene.run(arguments, variables)
                #expect(run.status == 2 && run.lastError.contains("no trainer is named"), "\(run.errors)")
                #expect(run.errors.contains("LORAPIPE_ENDPOINT"))
                #expect(run.lastError.contains("set but empty") == !variables.isEmpty)
            }
        }
        #expect(server.requests.count == asked)
        for arguments in [["jobs"], ["status", "k7"], ["logs", "k7"], ["watch"], ["cancel", "k7"]] {
            let run = try await scene.run(arguments)
            #expect(run.status == 0, "\(arguments): \(run.errors)")
        }
        let help = try await scene.run(["submit", "--help"])
        #expect(help.output.contains("never guessed"))
    }

    @Test("the token goes to the trainer that it was set for, and to no address out of the ledger")
    func token() async throws {
        let (old, new) = (try Self.trainer(), try Self.trainer())
        defer {
            old.stop()
            new.stop()
        }
        let scene = try await Self.handedOver(to: old)
        let variables = [("LORAPIPE_TOKEN", Self.token), ("LORAPIPE_ENDPOINT", new.url)]
        for arguments in [["status", "k7"], ["logs", "k7"], ["watch", "k7"], ["cancel", "k7"]] {
            #expect(try await scene.run(arguments, variables).status == 0)
        }
        let alone = [("LORAPIPE_TOKEN", Self.token)]
        #expect(try await scene.run(["jobs"], alone).status == 0)
        #expect(Self.tokens(old).isEmpty && !old.requests.isEmpty)
        // The control: LORAPIPE_ENDPOINT says whose it is, however that is spelled; or the command line does.
        let own = [("LORAPIPE_TOKEN", Self.token), ("LORAPIPE_ENDPOINT", old.url + "/")]
        #expect(try await scene.run(["status", "k7"], own).status == 0)
        #expect(Self.tokens(old).count == 1)
        #expect(try await scene.run(["status", "k7", "--endpoint", old.url], variables).status == 0)
        #expect(Self.tokens(old).count == 2)
        #expect(try await scene.run(["jobs"], variables).status == 0)
        #expect(Self.tokens(new) == ["Bearer \(Self.token)"])
    }

    @Test("a trainer that wants the token which was kept from it: the error says so, and how it is given")
    func withheld() async throws {
        let server = try ScriptedServer { request in
            if request.method == "POST" { return .answer(body: #"{"job_id":"k7","status":"queued"}"#) }
            if request.path == "/train/jobs" { return .answer(body: "[]") }
            return request.header("Authorization") == nil
                ? .answer(status: 401, body: #"{"detail":"who are you?"}"#)
                : .answer(body: #"{"job_id":"k7","status":"completed"}"#)
        }
        defer { server.stop() }
        let scene = try await Self.handedOver(to: server)
        let refused = try await scene.run(["status", "k7"], [("LORAPIPE_TOKEN", Self.token)])
        #expect(refused.status == 3, "\(refused.errors)")
        #expect(refused.errors.contains("LORAPIPE_TOKEN was not sent"), "\(refused.errors)")
        #expect(refused.errors.contains("--endpoint \(server.url)") && !refused.errors.contains(Self.token))
        let given = ["status", "k7", "--endpoint", server.url]
        #expect(try await scene.run(given, [("LORAPIPE_TOKEN", Self.token)]).status == 0)
        // Where there is no token, none was withheld.
        #expect(try await !scene.run(["status", "k7"]).errors.contains("LORAPIPE_TOKEN"))
    }

    @Test("no pipeline file names a trainer by itself, and an empty variable is a mistake in the settings")
    func noDefault() async throws {
        let folder = "\(Program.root)/pipelines"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".yaml")
        }
        #expect(files.count > 4)
        for file in files {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            #expect(!text.contains("LORAPIPE_ENDPOINT:-"), "\(file)")
        }
        let place = try TemporaryDirectory()
        let others = [
            ("DATABASE_URL", "postgresql://reader@db.example.com/x"),
            ("SUPABASE_URL", "https://ref.supabase.co"), ("SUPABASE_SECRET_KEY", "sb_secret_1"),
        ]
        for file in ["train.yaml", "matrix.yaml", "rest.yaml", "sample.yaml"] {
            for (more, words) in [([], "not set"), ([("LORAPIPE_ENDPOINT", "")], "set but empty")] {
                let run = try await Program.run(
                    ["train", "\(folder)/\(file)", "--dry-run", "--state", place.path], others + more)
                #expect(run.status == 2, "\(file): \(run.output)")
                #expect(run.errors.contains("LORAPIPE_ENDPOINT, which is \(words)"), "\(run.errors)")
                #expect(run.errors.contains("\(file):"), "\(run.errors)")
            }
        }
    }

    @Test("empty secrets, as a fork's pull request gets them, are told by name, all at once")
    func emptySecrets() async throws {
        let place = try TemporaryDirectory()
        let run = try await Program.run(
            ["check", "\(Program.root)/pipelines/preflight.yaml", "--state", place.path],
            [("DATABASE_URL", ""), ("SUPABASE_URL", "")])
        #expect(run.status == 2)
        for name in ["DATABASE_URL", "SUPABASE_URL"] {
            #expect(
                run.errors.contains("\(name), which is set but empty (a CI secret"), "\(run.errors)")
        }
        #expect(run.errors.contains("preflight.yaml:14:") && run.errors.contains("preflight.yaml:17:"))
    }
}
