import Dataset
import Foundation
import Postgres
import Sandbox
import TestKit
import Testing

@Suite("Getting it wrong")
struct WrongUseTests {
    private func pipeline(_ place: TemporaryDirectory, _ text: String) throws -> String {
        let path = place.path + "/p.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(
        "command lines and settings: exit 2, the last line says what, --json ends with an error document",
        arguments: [
            ["check"], ["check", "nowhere.yaml"], ["frobnicate"], ["export", "x.yaml"], ["trainer", "serve"],
            ["verify", "/nonexistent"], ["jobs", "--endpoint", "ftp://x"],
            ["sandbox", "--sample", "/nonexistent"],
            ["trainer", "serve", "--rehearsal", "--port", "99999"],
            ["trainer", "serve", "--rehearsal", "--port=-1"],
            ["datasets", "show", "p.yaml", "--rows=-1"], ["sandbox", "--max-rows", "9223372036854775807"],
            ["trainer", "serve", "--rehearsal", "--max-body", "0"],
            ["trainer", "serve", "--rehearsal", "--max-body", "17592186044417"],
            ["trainer", "serve", "--rehearsal", "--host", ""],
            ["trainer", "serve", "--rehearsal", "--host", "0.0.0.0", "--port", "0"],
        ])
    func commandLine(_ arguments: [String]) async throws {
        let place = try TemporaryDirectory()
        let run = try await Program.run(arguments + ["--json"], [("LORAPIPE_STATE", place.path)])
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.lastError.hasPrefix("error: "))
        #expect(try run.json()["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test("a port that is taken, and an address for all without a token: said in words, with what to do")
    func listening() async throws {
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        let port = try #require(server.url.split(separator: ":").last.map(String.init))
        let serve = ["trainer", "serve", "--rehearsal"]
        let taken = try await Program.run(serve + ["--port", port])
        #expect(taken.status == 2)
        #expect(taken.lastError == "error: port \(port) of 127.0.0.1 is taken by another program")
        #expect(taken.errors.contains("--port 0 takes a free one"))
        for token in ["", " "] {
            let open = try await Program.run(
                serve + ["--host", "0.0.0.0", "--port", "0"], [("LORAPIPE_TOKEN", token)])
            #expect(open.status == 2)
            #expect(open.lastError.contains("no token is set"), "\(open.errors)")
            #expect(open.errors.contains("set LORAPIPE_TOKEN"))
        }
        // The control: with a token it listens, until it is stopped.
        let closed = try await Program.run(
            serve + ["--host", "0.0.0.0", "--port", "0"], [("LORAPIPE_TOKEN", "s3cret")],
            interruptAfter: "listens on")
        #expect(closed.errors.contains("listens on http://0.0.0.0:"), "\(closed.errors)")
    }

    @Test("all problems of a pipeline file at once, each with its line and what to do")
    func settings() async throws {
        let place = try TemporaryDirectory()
        let file = try pipeline(
            place,
            """
            pull: { source: folder, path: . }
            prepare:
              resolutoin: 1024
              format: gif
            train:
              network_dim: 999
            """)
        let run = try await Program.run(["check", file, "--state", place.path])
        #expect(run.status == 2)
        for part in [
            ":3: unknown key prepare.resolutoin (did you mean prepare.resolution?)", ":4: prepare.format",
            ":6: train.network_dim",
        ] {
            #expect(run.errors.contains(part), "\(run.errors)")
        }
        #expect(run.lastError == "error: 3 problems in the settings")
    }

    @Test(
        "a database that is not there, a wrong password, an unknown dataset: each says what and where, no password in it",
        .needs(.postgres)
    )
    func database() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let url = try #require(sandbox.variable("DATABASE_URL"))
        let base = ["check", "\(Program.root)/pipelines/sample.yaml", "--state", place.path]
        let cases: [(String, String, Int32, String)] = [
            ("postgresql://postgres:canary-pw@127.0.0.1:1/postgres", "Harbour", 3, "127.0.0.1:1"),
            (url.replacing(/:[^:@\/]+@/, with: ":canary-pw@"), "Harbour", 3, "password"),
            (url, "Harbor", 2, "Harbour"),
        ]
        for (database, dataset, status, word) in cases {
            let run = try await Program.run(
                base + ["--set", "pull.dataset=\(dataset)"],
                sandbox.environment + [("DATABASE_URL", database)])
            #expect(run.status == status, "\(run.errors)")
            #expect(run.errors.contains(word), "\(run.errors)")
            #expect(!run.errors.contains("canary-pw"))
        }
    }

    @Test(
        "a trainer that refuses: exit 3 with its own words, and nothing left open",
        arguments: [
            (
                413, "<html><head><title>413 Request Entity Too Large</title></head></html>",
                "413 Request Entity Too Large"
            ),
            (
                422, #"{"detail":[{"loc":["body","network_dim"],"msg":"too large","type":"value_error"}]}"#,
                "body.network_dim: too large"
            ),
        ])
    func refusals(_ status: Int, _ body: String, _ words: String) async throws {
        let server = try ScriptedServer { request in
            request.method == "GET" ? .answer(body: "[]") : .answer(status: status, body: body)
        }
        defer { server.stop() }
        func posts() -> Int { server.requests.count { $0.method == "POST" } }
        let place = try TemporaryDirectory()
        let file = try pipeline(
            place,
            """
            pull: { source: folder, path: \(Program.root)/samples/harbour }
            prepare: { resolution: 512, format: jpeg }
            train: { endpoint: "\(server.url)", token: canary-token }
            """)
        let arguments = ["train", file, "--json", "--state", place.path + "/state"]
        let run = try await Program.run(arguments)
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.lastError.contains(words), "\(run.errors)")
        #expect(!(run.errors + run.output).contains("canary-token"))
        #expect(posts() == 1)

        let again = try await Program.run(arguments)
        #expect(again.status == 3)
        #expect(posts() == 2)
        #expect(try again.events().last?["error"]?["code"]?.string == "trainer-refused")
    }

    @Test("an HTML page with status 200 and one with 404 are findings of their rows", .needs(.postgres))
    func errorPages() async throws {
        let page = "<!doctype html><html><body>sorry</body></html>"
        let picture = try Array(
            Data(contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg")))
        let server = try ScriptedServer { request in
            if request.path.hasSuffix("ok.jpg") { return .answer(status: 200, headers: [], body: picture) }
            return .answer(status: request.path.hasSuffix("gone.jpg") ? 404 : 200, body: page)
        }
        defer { server.stop() }
        let place = try TemporaryDirectory()
        let sandbox = try await Sandbox.start(.init(storagePort: 0))
        do {
            try await fill(sandbox, with: ["ok.jpg", "page.jpg", "gone.jpg"], at: server.url)
        } catch {
            await sandbox.stop()
            throw error
        }
        let run = try await Program.run(
            [
                "check", "\(Program.root)/pipelines/preflight.yaml", "--set", "pull.dataset=Pages", "--json",
                "--state",
                place.path("state"),
            ], sandbox.environment + [("SUPABASE_URL", server.url)])
        await sandbox.stop()
        #expect(run.status == 1, "\(run.errors)")
        let errors = try #require(try run.json()["findings"]?.array).filter { $0["severity"] == "error" }
        let findings = errors.map { "\($0["name"]?.string ?? "") \($0["rule"]?.string ?? "")" }
        #expect(Set(findings) == ["page.jpg image-not-an-image", "gone.jpg image-unavailable"])
    }

    private func fill(_ sandbox: Sandbox, with names: [String], at url: String) async throws {
        let connection = try await PostgresConnection.connect(
            ConnectionSettings(sandbox.variable("DATABASE_URL") ?? ""))
        _ = try await connection.execute(
            "INSERT INTO datasets (name, character_trigger) VALUES ('Pages', 'h4rbour')")
        for name in names {
            _ = try await connection.execute(
                "INSERT INTO data (dataset_id, image_url, image_name, caption) SELECT id, $1, $2, 'a h4rbour' FROM datasets",
                ["\(url)/storage/v1/object/public/images/\(name)", name])
        }
        await connection.close()
    }
}
