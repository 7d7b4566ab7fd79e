import Dataset
import Foundation
import TestKit
import Testing

/// A folder of which its user may not read all: a preflight must not take the rest for the whole.
@Suite("A folder that can't be read whole")
struct UnreadableFolderTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        let samples = "\(Program.root)/samples/harbour/"
        for name in ["open/paper-cut-sloop", "locked/poster-moon", "morning-fog"] {
            for ending in ["png", "txt"] {
                let file = samples + (name.split(separator: "/").last ?? "") + "." + ending
                try place.write(Data(contentsOf: URL(fileURLWithPath: file)), "set/\(name).\(ending)")
            }
        }
        pipeline = try place.write("pull: { source: folder, path: set, trigger: h4rbour }", "p.yaml")
        try FileManager.default.createDirectory(
            atPath: place.path("state"), withIntermediateDirectories: true)
        #expect(chmod(place.path("state"), 0o777) == 0)
    }

    /// Permissions bind all but root.
    private func check() async throws -> Program.Outcome {
        let user = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"]
        return try await Program.run(
            under: user, ["check", pipeline, "--json", "--state", place.path("state")])
    }

    private func found(_ run: Program.Outcome, _ rule: String) throws -> String? {
        try run.json()["findings"]?.array?.first { $0["rule"]?.string == rule }?["message"]?.string
    }

    private func within(_ name: String, _ body: () async throws -> Void) async throws {
        #expect(chmod(place.path("set/" + name), 0) == 0)
        defer { chmod(place.path("set/" + name), 0o755) }
        try await body()
    }

    @Test("a folder, a caption or a picture without permission is an error that names it")
    func parts() async throws {
        let control = try await check()
        #expect(try control.status == 0 && control.json()["summary"]?["rows"] == 3, "\(control.errors)")
        try await within("locked") {
            let run = try await check()
            #expect(run.status == 1)
            #expect(try found(run, "folder-unreadable")?.contains("locked (Permission denied)") == true)
        }
        try await within("open/paper-cut-sloop.txt") {
            let run = try await check()
            #expect(run.status == 1)
            let message = try found(run, "caption-unreadable")
            #expect(message == "open/paper-cut-sloop.txt can't be read: Permission denied")
            #expect(try found(run, "caption-missing") == nil)
        }
        try await within("morning-fog.png") {
            let run = try await check()
            #expect(run.status == 1)
            #expect(try found(run, "image-unavailable") == "the file can't be read: Permission denied")
        }
    }

    @Test("the folder itself without permission is the settings' fault, and no empty dataset")
    func whole() async throws {
        try await within("") {
            let run = try await check()
            #expect(run.status == 2)
            #expect(run.lastError.contains("can't be listed: Permission denied"), "\(run.errors)")
        }
    }
}
