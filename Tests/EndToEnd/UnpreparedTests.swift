import Dataset
import Foundation
import TestKit
import Testing

/// Pictures that the preflight passes and that can't be prepared, and what the report says then.
@Suite("The report once a picture could not be prepared")
struct UnpreparedTests {
    private let scene: FolderScene

    /// Of one picture, which is cut, it is remembered that it is whole; one caption is waived.
    init() async throws {
        scene = try FolderScene()
        try scene.place.write(" ", "pictures/poster-moon.txt")
        let draft = try await scene.run([
            "check", scene.pipeline, "--write-waivers", scene.place.path("w.yaml"),
        ])
        #expect(draft.status == 1, "\(draft.errors)")
        let waivers = String(decoding: try scene.place.bytes("w.yaml"), as: UTF8.self)
        try scene.place.write(waivers.replacing(#"reason: """#, with: "reason: meant so"), "w.yaml")
        let whole = try scene.place.bytes("pictures/morning-fog.png")
        let cut = Array(whole.prefix(whole.count / 2))
        try scene.place.write(cut, "pictures/morning-fog.png")
        // The control: it is found where it is looked at.
        let seen = try await scene.run(["check", scene.pipeline])
        #expect(seen.output.contains("morning-fog.png"), "\(seen.output)")
        let forgery = """
            import sqlite3, sys
            with sqlite3.connect(sys.argv[1]) as caches:
                changed = caches.execute(
                    "UPDATE look SET result = (SELECT l.result FROM look l WHERE l.sha256 = ?) WHERE sha256 = ?",
                    sys.argv[2:4]).rowcount
            print(changed)
            """
        let forged = try await Program.run(
            under: [
                "python3", "-c", forgery, scene.place.path("state/caches.sqlite"), Digest.of(whole).hex,
                Digest.of(cut).hex,
            ], [])
        #expect(forged.output == "1\n", "\(forged.errors)")
    }

    private let waived = ["--set", "check.waivers=w.yaml"]

    @Test("without --skip-errors: what was waived stays waived, and the outlook leaves the picture out")
    func blocked() async throws {
        let run = try await scene.export(to: "out", waived)
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.errors.contains("error image-unprepared (1)"), "\(run.errors)")
        #expect(run.errors.contains("waived caption-empty poster-moon.png"), "\(run.errors)")
        #expect(run.errors.contains("would train on 13 row(s) and leave out 1"), "\(run.errors)")
        #expect(run.errors.ranges(of: "picture(s) opened").count == 1, "\(run.errors)")
    }

    @Test("with it: the picture is named, and events and summary count as they did")
    func skipped() async throws {
        let run = try await scene.export(to: "out", waived + ["--skip-errors"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.errors.contains(
                "prepare  1 picture(s) could not be prepared and are left out: morning-fog.png"),
            "\(run.errors)")
        #expect(run.errors.ranges(of: "check    ").count == 1, "\(run.errors)")

        let server = try ScriptedServer { request in
            request.path.hasSuffix("/jobs")
                ? .answer(body: "[]") : .answer(body: #"{"job_id":"j","status":"completed"}"#)
        }
        defer { server.stop() }
        let train =
            ["train", scene.pipeline, "--skip-errors", "--set", "train.endpoint=\(server.url)"] + waived
        let events = try await scene.run(train + ["--json"])
        #expect(events.status == 0, "\(events.errors)")
        let told = try #require(try events.events().first { $0["event"] == "unprepared" })
        #expect(told["summary"]?["waived"] == 1 && told["summary"]?["errors"] == 1, "\(told)")
        #expect(told["findings"]?.array?.first?["name"] == "morning-fog.png")
        #expect(try events.events().count { $0["event"] == "report" } == 1)

        let again = try await scene.run(train + ["--again"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.ranges(of: "report: ").count == 1, "\(again.output)")
        #expect(again.output.contains("report: 14 row(s), 1 error(s)"), "\(again.output)")
    }

    @Test("0 pictures opened: that all were looked at before is said only where it is so")
    func opened() async throws {
        let place = try TemporaryDirectory("opened")
        func check(_ more: String...) async throws -> String {
            let file = try place.write("pull: { source: folder, path: set, trigger: h4rbour }", "p.yaml")
            return try await Program.run(["check", file, "--state", place.path("state")] + more).errors
        }
        try FileManager.default.createDirectory(
            atPath: place.path("set"), withIntermediateDirectories: true)
        #expect(try await check().contains("· 0 picture(s) opened\n"))
        try place.write(#"{"file_name": "gone.jpg", "text": "h4rbour"}"#, "set/metadata.jsonl")
        #expect(try await check().contains("· 0 picture(s) opened: none came\n"))
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg"))
        try place.write(picture, "set/here.jpg")
        try place.write(
            #"{"file_name": "gone.jpg", "text": "h4rbour"}"# + "\n"
                + #"{"file_name": "here.jpg", "text": "h4rbour"}"#, "set/metadata.jsonl")
        #expect(try await check().contains("· 1 picture(s) opened\n"))
        #expect(try await check().contains("· 0 picture(s) opened: the 1 that came were looked at before\n"))
        try place.write(#"{"file_name": "here.jpg", "text": "h4rbour"}"#, "set/metadata.jsonl")
        #expect(try await check().contains("· 0 picture(s) opened: all were looked at before\n"))
    }
}
