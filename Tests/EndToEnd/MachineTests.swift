import Dataset
import Foundation
import TestKit
import Testing

/// What is neither the caller's fault nor the outside's ends with a code of its own, 6.
@Suite("Exit code 6: this machine")
struct MachineTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory("machine")
        pipeline = try place.write(
            "pull: { source: folder, path: \(Program.root)/samples/harbour, trigger: h4rbour }", "p.yaml")
    }

    private func check(_ more: String...) async throws -> Program.Outcome {
        try await Program.run(["check", pipeline, "--json", "--state", place.path("state")] + more)
    }

    @Test("a ledger that is damaged is told, and what to do; without it the same command works")
    func damagedLedger() async throws {
        #expect(try await check().status == 0)
        // Whatever databases there are: the caches of a check, and the ledger of runs.
        let databases = try place.names(under: "state").filter { $0.hasSuffix(".sqlite") }
        #expect(!databases.isEmpty)
        for name in databases {
            for end in ["-wal", "-shm"] { try place.write("", "state/\(name)\(end)") }
            try place.write(String(repeating: "no database ", count: 1000), "state/\(name)")
        }
        let run = try await check()
        #expect(run.status == 6 && run.lastError.contains("is damaged"), "\(run.errors)")
        #expect(try run.json()["error"]?["code"] == "state")
        #expect(try run.json()["error"]?["hint"]?.string?.contains("move it away") == true)
        for name in databases { try FileManager.default.removeItem(atPath: place.path("state/\(name)")) }
        #expect(try await check().status == 0)
    }

    @Test("a state directory that can't be made, and an export's")
    func unmakeable() async throws {
        let state = try await Program.run(["check", pipeline, "--json", "--state", "/proc/nosuch/state"])
        #expect(state.status == 6 && state.lastError.contains("/proc/nosuch/state"), "\(state.errors)")
        let out = try await Program.run([
            "export", pipeline, "--json", "--state", place.path("state"), "--out", "/proc/nosuch/out",
        ])
        #expect(out.status == 6 && out.lastError.contains("/proc/nosuch/out"), "\(out.errors)")
    }

    @Test("a mistyped name is the caller's still, with 2")
    func callersFault() async throws {
        try place.write("mine", "file")
        let out = try await Program.run([
            "export", pipeline, "--state", place.path("state"), "--out", place.path("file"),
        ])
        #expect(out.status == 2 && out.lastError.contains("a file is in the way"), "\(out.errors)")
        let report = try await check("--report", place.path("nosuch/r.html"))
        #expect(report.status == 2, "\(report.errors)")
        let command = try await Program.run([
            "sandbox", "--sample", "\(Program.root)/samples/harbour", "--", "no-such-program",
        ])
        #expect(command.status == 2 && command.lastError.contains("no-such-program"), "\(command.errors)")
    }

    @Test("the codes stand in the help, and in the README")
    func told() async throws {
        let help = try await Program.run(["--help"])
        let words = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("6 this machine: disk full"), "\(help.output)")
        let readme = try String(contentsOfFile: "\(Program.root)/README.md", encoding: .utf8)
        #expect(readme.contains("6 this machine"))
    }
}
