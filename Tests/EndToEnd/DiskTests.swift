import Dataset
import Foundation
import TestKit
import Testing

/// Whether this process may mount file systems.
private let canMount: Bool = {
    let probe = Process()
    probe.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    probe.arguments = ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    // What can't be started can't mount.
    guard (try? probe.run()) != nil else { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
}()

/// Real file systems that are full, or may not be written: mounted for one run, in a name space of its own.
@Suite(
    "Disks that can't take an export", .enabled(if: canMount, "mounting needs root and name spaces")
)
struct DiskTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        pipeline = try place.write(
            """
            pull: { source: folder, path: '\(Program.root)/samples/harbour', trigger: h4rbour }
            prepare: { resolution: 512 }
            """, "p.yaml")
        for folder in ["out", "state"] {
            try FileManager.default.createDirectory(
                atPath: place.path(folder), withIntermediateDirectories: true)
        }
    }

    private func export(_ mount: String) async throws -> Program.Outcome {
        try await Program.run(
            under: ["unshare", "-m", "sh", "-ec", mount + "\nexec \"$0\" \"$@\""],
            ["export", pipeline, "--out", place.path("out"), "--state", place.path("state"), "--json"])
    }

    private func tmpfs(_ folder: String, _ options: String) -> String {
        "mount -t tmpfs -o \(options) none '\(place.path(folder))'"
    }

    @Test(
        "a full disk ends it with a clear error, and what was prepared is kept", arguments: ["out", "state"])
    func full(_ folder: String) async throws {
        let run = try await export(tmpfs(folder, "size=600k"))
        #expect(run.status == 6, "\(run.errors)")
        let error = try run.json()["error"]
        #expect(error?["message"]?.string?.hasPrefix("the disk is full: ") == true, "\(run.errors)")
        #expect(error?["message"]?.string?.contains(place.path(folder)) == true, "\(run.errors)")
        #expect(try place.names(under: "out").isEmpty)
        // The control: the same with room enough is written, and goes on from what an earlier run had prepared.
        let again = try await export(tmpfs(folder, "size=600m"))
        #expect(again.status == 0, "\(again.errors)")
        #expect(try again.json()["reused"] == (folder == "out" ? 14 : 0))
    }

    @Test("a directory that may not be written is told", arguments: ["out", "state"])
    func readOnly(_ folder: String) async throws {
        let run = try await export(
            tmpfs(folder, "size=1m") + "\nmount -o remount,ro '\(place.path(folder))'")
        #expect(run.status == 6, "\(run.errors)")
        let error = try run.json()["error"]
        #expect(error?["message"]?.string?.contains(place.path(folder)) == true, "\(run.errors)")
        #expect(error?["hint"]?.string?.isEmpty == false)
    }

    @Test("a source that goes between two runs is a row that is named, and the others are exported")
    func vanished() async throws {
        let set = place.path("set")
        try FileManager.default.copyItem(atPath: "\(Program.root)/samples/harbour", toPath: set)
        try place.write(
            "pull: { source: folder, path: set, trigger: h4rbour }\nprepare: { resolution: 512 }", "p.yaml")
        #expect(try await export(":").status == 0)
        try FileManager.default.removeItem(atPath: set + "/small-tug.webp")
        try place.write(
            #"{"file_name": "small-tug.webp", "text": "h4rbour"}"# + "\n"
                + #"{"file_name": "print-ferry.jpg", "text": "h4rbour, a ferry"}"#, "set/metadata.jsonl")
        let before = try place.bytes("out/manifest.lock.json")
        let run = try await export(":")
        #expect(run.status == 1 && run.errors.contains("small-tug.webp"), "\(run.errors)")
        #expect(try place.bytes("out/manifest.lock.json") == before)
    }
}
