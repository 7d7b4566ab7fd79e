import Dataset
import Foundation
import TestKit
import Testing

/// Options of `check` that a slip of the hand can turn against its user.
@Suite("Careless use of check")
struct CarelessCheckTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: place.path("set"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg", toPath: place.path("set/dawn.jpg"))
        try place.write("h4rbour, a fleet of boats at dawn", "set/dawn.txt")
        pipeline = try place.write(
            "pull: { source: folder, path: set }\ncheck: { waivers: accepted.yaml }\n", "p.yaml")
        try place.write("waivers: []\n", "accepted.yaml")
    }

    private func check(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["check", pipeline, "--json", "--state", place.path("state")] + arguments)
    }

    private func refused(_ run: Program.Outcome, _ words: String) throws {
        #expect(run.status == 2 && run.lastError.contains(words), "\(run.errors)")
        #expect(try run.json()["error"]?["message"]?.string?.contains(words) == true)
        // Before the run, and not behind it.
        #expect(!run.errors.contains("row(s)"), "\(run.errors)")
    }

    @Test("a place that can't be written is told before the run", arguments: ["--report", "--write-waivers"])
    func places(_ option: String) async throws {
        try await refused(check(option, place.path("missing/a.json")), "there is no directory")
        try FileManager.default.createDirectory(
            atPath: place.path("a.json"), withIntermediateDirectories: true)
        try await refused(check(option, place.path("a.json")), "is a directory")
        let run = try await check(option, place.path("b.json"))
        #expect(run.status == 0, "\(run.errors)")
        #expect(try place.names().contains("b.json"))
    }

    @Test("a report never takes the place of what it was made from")
    func inputs() async throws {
        let first = try await check("--report", place.path("old.json"))
        #expect(first.status == 0, "\(first.errors)")
        let old = try place.bytes("old.json")
        try FileManager.default.createSymbolicLink(
            atPath: place.path("link.json"), withDestinationPath: "old.json")
        for name in ["old.json", "./old.json", "link.json"] {
            try await refused(
                check("--baseline", place.path("old.json"), "--report", place.path(name)), "is the baseline")
        }
        #expect(try place.bytes("old.json") == old)
        let beside = try await check("--baseline", place.path("old.json"), "--report", place.path("new.json"))
        #expect(beside.status == 0, "\(beside.errors)")
        let json = try place.write(
            #"{"pull": {"source": "folder", "path": "set"}}"#, "p.json")
        let over = try await Program.run(
            ["check", json, "--json", "--state", place.path("state"), "--report", json])
        try refused(over, "is the pipeline file")
        try await refused(check("--write-waivers", pipeline), "exists and is not check.waivers")
    }

    @Test("a baseline that is none says why")
    func baselines() async throws {
        try await refused(check("--baseline", place.path("none.json")), "No such file")
        try await refused(check("--baseline", place.path("set")), "no regular file")
        try await refused(check("--baseline", pipeline), "is no JSON: expected a value at byte 0")
        try await refused(check("--baseline", place.write("{}", "x.json")), "is no report of lorapipe check")
        #expect(truncate(place.path("x.json"), 1 << 31) == 0)
        try await refused(check("--baseline", place.path("x.json")), "above the limit")
    }

    @Test("a list of waivers that is wrong throughout fills no screen")
    func manyProblems() async throws {
        try place.write("waivers:\n" + String(repeating: "- 7\n", count: 1000), "accepted.yaml")
        let run = try await check()
        try refused(run, "1000 problems in the settings")
        #expect(run.errors.split(separator: "\n").count == 53)
        #expect(run.errors.contains("… and 950 more"))
    }

    @Test("the waivers that a pipeline names can be drafted before they are there")
    func draft() async throws {
        try FileManager.default.removeItem(atPath: place.path("accepted.yaml"))
        let run = try await check()
        try refused(run, "accepted.yaml")
        #expect(run.errors.contains("--set check.waivers= --write-waivers FILE"))
        let drafted = try await check(
            "--set", "check.waivers=", "--write-waivers", place.path("accepted.yaml"))
        #expect(drafted.status == 0, "\(drafted.errors)")
        #expect(try place.names().contains("accepted.yaml"))
    }

    @Test("a trigger word with blanks around it is the word; one of blanks alone is none")
    func trigger() async throws {
        func rules(_ trigger: String) async throws -> [String] {
            let run = try await check("--set", "pull.trigger=\(trigger)")
            return try run.json()["findings"]?.array?.compactMap { $0["rule"]?.string } ?? []
        }
        #expect(try await !rules(" h4rbour\n").contains("trigger-absent"))
        #expect(try await !rules("  ").contains("trigger-absent"))
        #expect(try await rules("pier").contains("trigger-absent"))
    }
}
