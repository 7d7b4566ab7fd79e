import Dataset
import Foundation
import TestKit
import Testing

@Suite("Strangers' files")
struct HostileInputTests {
    /// A folder of one sound sample picture with its caption, and a pipeline that reads it.
    private func folder() throws -> (place: TemporaryDirectory, pipeline: String) {
        let place = try TemporaryDirectory()
        for name in ["dawn-fleet.jpg", "dawn-fleet.txt"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/\(name)"))
            try place.write(bytes, "pictures/\(name)")
        }
        let pipeline = try place.write(
            """
            pull: { source: folder, path: pictures, trigger: h4rbour }
            # Of one picture, which is no dataset.
            check: { rules: { dataset-too-few: off, steps-forecast: off } }
            """, "p.yaml")
        return (place, pipeline)
    }

    private func check(_ place: TemporaryDirectory, _ pipeline: String) async throws -> Program.Outcome {
        try await Program.run(["check", pipeline, "--json", "--state", place.path("state")])
    }

    private func rules(_ run: Program.Outcome) throws -> [String?] {
        try (run.json()["findings"]?.array ?? []).map { $0["rule"]?.string }
    }

    @Test(
        "a caption that is a link out of the folder, a pipe or a directory is not read, and told; the control has none"
    )
    func captions() async throws {
        let (place, pipeline) = try folder()
        #expect(try rules(await check(place, pipeline)).isEmpty)
        let caption = place.path("pictures/dawn-fleet.txt")
        let outside = try place.write("h4rbour secret-from-outside", "outside.txt")
        let makers: [() throws -> Void] = [
            { try FileManager.default.createSymbolicLink(atPath: caption, withDestinationPath: outside) },
            { #expect(mkfifo(caption, 0o600) == 0) },
            { try FileManager.default.createDirectory(atPath: caption, withIntermediateDirectories: false) },
        ]
        for make in makers {
            try FileManager.default.removeItem(atPath: caption)
            try make()
            let run = try await check(place, pipeline)
            #expect(run.status == 1)
            #expect(try rules(run) == ["caption-unreadable"])
        }
    }

    @Test("an empty folder blocks the check as it does the export")
    func emptyDataset() async throws {
        let (place, pipeline) = try folder()
        try FileManager.default.removeItem(atPath: place.path("pictures"))
        try FileManager.default.createDirectory(
            atPath: place.path("pictures"), withIntermediateDirectories: true)
        let run = try await check(place, pipeline)
        #expect(run.status == 1)
        #expect(try rules(run) == ["dataset-empty"])
    }

    @Test("a payload.json that no export wrote is left alone; one of an export is replaced")
    func strangersPayload() async throws {
        let (place, pipeline) = try folder()
        let state = ["--state", place.path("state")]
        try place.write("mine", "out/payload.json")
        // In the way of a payload it is refused; beside a folder it may stay.
        for (shape, status) in [("payload", Int32(2)), ("folder", 0), ("payload", 2)] {
            let run = try await Program.run(
                ["export", pipeline, "--out", place.path("out"), "--as", shape] + state)
            #expect(run.status == status, "\(run.errors)")
            #expect(try place.bytes("out/payload.json") == Array("mine".utf8))
        }
        try FileManager.default.removeItem(atPath: place.path("out/payload.json"))
        for shape in ["payload", "folder", "payload"] {
            let run = try await Program.run(
                ["export", pipeline, "--out", place.path("out"), "--as", shape] + state)
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test("an export made of pipes and directories does not verify, and does not wait for ever")
    func oddExport() async throws {
        let (place, pipeline) = try folder()
        let out = place.path("out")
        let exported = try await Program.run([
            "export", pipeline, "--out", out, "--state", place.path("state"),
        ])
        #expect(exported.status == 0, "\(exported.errors)")
        try FileManager.default.removeItem(atPath: out + "/payload.json")
        #expect(mkfifo(out + "/payload.json", 0o600) == 0)
        let run = try await Program.run(["verify", out])
        #expect(run.status == 5)
        #expect(run.errors.contains("no regular file"))
    }

    @Test("aliases of aliases are refused before they unfold")
    func yamlBomb() async throws {
        let (place, _) = try folder()
        let levels = (1...9).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
                + "]"
        }
        let bomb = try place.write((["a0: &a0 [x]"] + levels).joined(separator: "\n"), "bomb.yaml")
        let run = try await check(place, bomb)
        #expect(run.status == 2)
        #expect(run.lastError.contains("aliases"))
    }

    @Test("a trainer that answers with another job's end is not believed")
    func otherJob() async throws {
        let server = try ScriptedServer { _ in .answer(body: #"{"job_id":"other","status":"completed"}"#) }
        defer { server.stop() }
        let place = try TemporaryDirectory()
        let arguments = ["--endpoint", server.url, "--json", "--state", place.path]
        let run = try await Program.run(["status", "mine"] + arguments)
        #expect(run.status == 3)
        #expect(try run.json()["error"]?["code"] == "trainer-odd")
        #expect(try await Program.run(["status", "other"] + arguments).status == 0)
    }
}
