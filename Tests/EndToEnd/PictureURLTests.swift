import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

/// "Open the URL in a browser" can be followed: the URL stands beside it, in every form, and no token with it.
@Suite("The URL of a picture that did not come")
struct PictureURLTests {
    @Test("in text, JSON, annotations and JUnit; not for pictures that came", .needs(.postgres))
    func everywhere() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let arguments = [
            "check", "\(Program.root)/pipelines/preflight.yaml", "--set", "pull.dataset=Harbour faults",
            "--state", place.path("state"),
        ]
        let base = try #require(sandbox.variable("SUPABASE_URL"))
        let json = try await Program.run(
            arguments + ["--json", "--report", place.path("r.xml")], sandbox.environment)
        let findings = try #require(try json.json()["findings"]?.array)
        let urls = findings.filter { $0["url"] != nil }
        #expect(
            Set(urls.map { $0["name"]?.string ?? "" }) == [
                "never-uploaded.jpg", "no-bytes.png", "html-page.jpg", "gzip-with-bytes-behind.jpg",
            ])
        let url = try #require(urls.first { $0["name"] == "never-uploaded.jpg" }?["url"]?.string)
        #expect(url.hasPrefix(base + "/storage/v1/object/") && url.hasSuffix("/never-uploaded.jpg"), "\(url)")
        let text = try await Program.run(arguments, sandbox.environment)
        #expect(text.output.contains("404 Object not found\n    \(url)\n"), "\(text.output)")
        let github = try await Program.run(arguments + ["--format", "github"], sandbox.environment)
        #expect(github.output.contains("%0A\(url)%0Aopen the URL"), "\(github.output)")
        #expect(String(decoding: try place.bytes("r.xml"), as: UTF8.self).contains(url))
    }

    @Test("without query, fragment and user; of a bare path, where it was asked for", .needs(.postgres))
    func secrets() async throws {
        let server = try ScriptedServer { _ in .answer(status: 404, body: "{}") }
        defer { server.stop() }
        let place = try TemporaryDirectory()
        let sandbox = try await Sandbox.start(.init(storagePort: 0))
        let signed = server.url + "/storage/v1/object/sign/images/a.jpg?token=canary-token-1"
        let foreign = "https://user:canary-pw@other.invalid/b.jpg?sig=canary-sig#canary-part"
        let run: Program.Outcome
        do {
            let rows = [("a.jpg", signed), ("b.jpg", foreign), ("c.jpg", "folder/c.jpg")].map {
                "INSERT INTO data (dataset_id, image_url, image_name, caption) SELECT id, '\($0.1)', '\($0.0)', 'a h4rbour' FROM datasets"
            }
            try await sandbox.run(
                ["INSERT INTO datasets (name, character_trigger) VALUES ('Odd', 'h4rbour')"] + rows)
            run = try await Program.run(
                [
                    "check", "\(Program.root)/pipelines/preflight.yaml", "--set", "pull.dataset=Odd",
                    "--json",
                    "--state", place.path("state"),
                ], sandbox.environment + [("SUPABASE_URL", server.url)])
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
        #expect(run.status == 1, "\(run.errors)")
        let findings = try run.json()["findings"]?.array ?? []
        let urls = findings.compactMap { finding in
            finding["url"]?.string.map { "\(finding["name"]?.string ?? "") \($0)" }
        }
        #expect(urls.contains("b.jpg https://other.invalid/b.jpg"), "\(urls)")
        #expect(urls.contains("a.jpg \(server.url)/storage/v1/object/sign/images/a.jpg"), "\(urls)")
        #expect(
            urls.contains {
                $0.hasPrefix("c.jpg \(server.url)/storage/v1/object/") && $0.hasSuffix("/images/folder/c.jpg")
            },
            "\(urls)")
        #expect(!(run.output + run.errors).contains("canary"))
    }
}
