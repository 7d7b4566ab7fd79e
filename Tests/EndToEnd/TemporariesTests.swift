import Foundation
import Store
import TestKit
import Testing

/// Whether this process may make a name space of process numbers, as a container has one.
private let canIsolate: Bool = {
    let probe = Process()
    probe.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    probe.arguments = ["--pid", "--fork", "true"]
    // What can't be started can't isolate.
    guard (try? probe.run()) != nil else { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
}()

/// Containers on one host that share a state directory: a process of one is no process to the other.
@Suite(
    "Temporaries of two containers",
    .enabled(if: canIsolate, "a name space of process numbers needs root")
)
struct TemporariesTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        pipeline = try place.write(
            "pull: { source: folder, path: '\(Program.root)/samples/harbour', trigger: h4rbour }", "p.yaml")
    }

    /// Opens the state directory, as the first process of a container.
    private func openInContainer() async throws {
        let run = try await Program.run(
            under: ["unshare", "--pid", "--fork"],
            ["datasets", "show", pipeline, "--state", place.path("state")])
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test("what the other is writing stays, and what it left when it was killed goes")
    func two() async throws {
        let store = try Store(at: place.path("state"))
        let file = store.objects.temporaryPath()
        try Data("live".utf8).write(to: URL(fileURLWithPath: file))
        try place.write("x", "state/tmp/run-KILLED/lock")
        try place.write("x", "state/tmp/run-KILLED/download")
        try await openInContainer()
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(try store.objects.keep(file).bytes == 4)
        #expect(try place.temporaries() == [])
    }

    @Test("a container whose only process is always the first clears what it left itself")
    func first() async throws {
        // Killed as soon as it has written something.
        _ = try await Program.run(
            under: [
                "unshare", "--pid", "--fork", "--kill-child", "strace", "-f", "-qq", "-o", place.path("log"),
                "-e",
                "inject=pwrite64:signal=KILL:when=3", "-e", "trace=pwrite64",
            ], ["check", pipeline, "--state", place.path("state")])
        #expect(try !place.names(under: "state/tmp").isEmpty)
        try await openInContainer()
        #expect(try place.names(under: "state/tmp") == [])
    }
}
