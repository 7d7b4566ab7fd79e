import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("Exports")
struct ExportTests {
    private func folderPipeline(_ place: TemporaryDirectory) throws -> String {
        let path = place.path + "/folder.yaml"
        try """
        name: sample
        pull: { source: folder, path: \(Program.root)/samples/harbour, trigger: h4rbour }
        prepare: { resolution: 512 }
        train: { output_name: same }
        """.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(
        "the database and the folder give one payload; a folder export has its digest too", .needs(.postgres))
    func onePayload() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let state = ["--json", "--state", place.path + "/state"]
        let pipeline = "\(Program.root)/pipelines/sample.yaml"
        let settings = ["prepare.resolution=512", "train.output_name=same", "train.max_train_epochs=16"]
        let database = try await Program.run(
            ["export", pipeline, "--out", place.path + "/a"] + settings.flatMap { ["--set", $0] } + state,
            sandbox.environment)
        #expect(database.status == 0, "\(database.errors)")
        let folder = try await Program.run(
            ["export", try folderPipeline(place), "--out", place.path + "/b", "--as", "folder"] + state)
        #expect(folder.status == 0, "\(folder.errors)")
        #expect(try database.json()["schema"] == "lorapipe.export/1")
        #expect(try database.json()["payload"] == folder.json()["payload"])
        #expect(try folder.json()["reused"] == 14)

        let files = try FileManager.default.contentsOfDirectory(atPath: place.path + "/b/images")
        #expect(files.count == 28)
        #expect(!FileManager.default.fileExists(atPath: place.path + "/b/payload.json"))
        let lock = try String(contentsOfFile: place.path + "/a/manifest.lock.json", encoding: .utf8)
        #expect(!lock.contains(place.path))
        #expect(!lock.contains("?"))
    }

    @Test("a flipped bit is found with its place, and such an export is never submitted", .needs(.postgres))
    func flippedBit() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let state = ["--state", place.path + "/state"]
        let out = place.path + "/out"
        let exported = try await Program.run(["export", try folderPipeline(place), "--out", out] + state)
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(try await Program.run(["verify", out] + state).status == 0)

        let payload = URL(fileURLWithPath: out + "/payload.json")
        var bytes = try Data(contentsOf: payload)
        bytes[bytes.count / 2] =
            bytes[bytes.count / 2] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        try bytes.write(to: payload)
        let broken = try await Program.run(["verify", out, "--json"] + state)
        #expect(broken.status == 5)
        #expect(
            try broken.json()["error"]?["message"]?.string?.contains("the picture's bytes differ") == true)
        let submitted = try await Program.run(["submit", out] + state, sandbox.environment)
        #expect(submitted.status == 5)
        let jobs = try await Program.run(["jobs", "--json"] + state, sandbox.environment)
        #expect(try jobs.json()["jobs"]?.array?.contains { $0["output_name"] == "same" } == false)
    }

    @Test("errors stop an export; --skip-errors leaves those rows out", .needs(.postgres))
    func skippingErrors() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let arguments = [
            "export", "\(Program.root)/pipelines/sample.yaml", "--set", "pull.dataset=Harbour faults",
            "--out",
            place.path + "/out", "--json", "--state", place.path + "/state",
        ]
        let stopped = try await Program.run(arguments, sandbox.environment)
        #expect(stopped.status == 1)
        #expect(try stopped.json()["error"]?["code"] == "blocked")
        #expect(!FileManager.default.fileExists(atPath: place.path + "/out"))
        let skipped = try await Program.run(arguments + ["--skip-errors"], sandbox.environment)
        #expect(skipped.status == 0, "\(skipped.errors)")
        #expect(try skipped.json()["images"] == 7)
    }

    @Test("verify says that the trainer resamples none, and holds the statement of --attest against the lock")
    func proofAndStatement() async throws {
        let place = try TemporaryDirectory()
        let (state, out) = (["--state", place.path + "/state"], place.path + "/out")
        let pipeline = try folderPipeline(place)
        let exported = try await Program.run(["export", pipeline, "--out", out, "--attest"] + state)
        #expect(exported.status == 0, "\(exported.errors)")
        let verified = try await Program.run(["verify", out])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(
            verified.output.contains("14 picture(s) of exactly 512×512, three 8-bit bands")
                && verified.output.contains("the trainer resamples none"))
        let json = try await Program.run(["verify", out, "--json"]).json()
        #expect(json["verified"] == true && json["attested"] == true)
        #expect(json["proof"]?["untouched"] == true && json["proof"]?["needs_buckets"] == false)

        let statement = try place.bytes("out/manifest.intoto.json")
        let digest = try #require(json["payload"]?["sha256"]?.string)
        let text = String(decoding: statement, as: UTF8.self)
        #expect(text.contains(digest) && !text.contains(place.path))
        let other = (digest.hasPrefix("0") ? "1" : "0") + digest.dropFirst()
        try place.write(text.replacing(digest, with: other), "out/manifest.intoto.json")
        let changed = try await Program.run(["verify", out])
        #expect(changed.status == 5)
        #expect(
            changed.errors.contains("manifest.intoto.json: subject[0].digest.sha256 differs from the lock"))

        // The same export again gives the same statement; one without a statement leaves none behind.
        _ = try await Program.run(["export", pipeline, "--out", out, "--attest"] + state)
        #expect(try place.bytes("out/manifest.intoto.json") == statement)
        _ = try await Program.run(["export", pipeline, "--out", out] + state)
        #expect(!FileManager.default.fileExists(atPath: out + "/manifest.intoto.json"))
    }

    @Test("in buckets, verify says for which trainers that holds")
    func bucketsAreProven() async throws {
        let place = try TemporaryDirectory()
        let (state, out) = (["--state", place.path + "/state"], place.path + "/out")
        let exported = try await Program.run(
            ["export", try folderPipeline(place), "--out", out, "--set", "prepare.fit=bucket"] + state)
        #expect(exported.status == 0, "\(exported.errors)")
        let verified = try await Program.run(["verify", out])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(verified.output.contains("of the trainer's buckets"))
        #expect(verified.output.contains("a trainer that works with buckets resamples none"))
    }
}
