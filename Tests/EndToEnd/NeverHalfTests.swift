import Dataset
import Foundation
import TestKit
import Testing

/// An export is there whole or not at all, whatever befalls the run that writes it.
@Suite("Never half an export")
struct NeverHalfTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        try FileManager.default.copyItem(
            atPath: "\(Program.root)/samples/harbour", toPath: place.path("set"))
        pipeline = try place.write(
            """
            pull: { source: folder, path: set, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { output_name: same }
            """, "p.yaml")
    }

    private func arguments(_ out: String, state: String = "state", _ more: [String] = []) -> [String] {
        ["export", pipeline, "--json", "--out", place.path(out), "--state", place.path(state)] + more
    }

    private func export(_ out: String, state: String = "state", _ more: [String] = []) async throws
        -> Program.Outcome
    {
        let run = try await Program.run(arguments(out, state: state, more))
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    /// Whether a whole export is there; false where there is no lock. A lock over anything else is a failure.
    private func isWhole(_ out: String) async throws -> Bool {
        guard FileManager.default.fileExists(atPath: place.path(out + "/manifest.lock.json")) else {
            return false
        }
        let verified = try await Program.run(["verify", place.path(out)])
        #expect(verified.status == 0, "\(verified.errors)")
        return true
    }

    /// The files below a directory.
    private func files(_ directory: String) throws -> [String] {
        try place.names(under: directory).filter { name in
            var isDirectory: ObjCBool = false
            let path = place.path("\(directory)/\(name)")
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
    }

    private func same(_ out: String, _ other: String) throws -> Bool {
        let names = try files(other)
        return try names == files(out)
            && names.allSatisfy { try place.bytes("\(out)/\($0)") == place.bytes("\(other)/\($0)") }
    }

    @Test(
        "killed at any rename or sync while a new export takes the place of an old one", .needs(.strace),
        arguments: ["renameat", "fsync"])
    func killedWhileSwapping(_ call: String) async throws {
        _ = try await export("new")
        var (kills, lockless) = (0, 0)
        for number in 1...40 {
            _ = try await export("out", ["--as", "folder"])
            let faulty = try await FaultyRun.run(arguments("out"), .kill, at: number, of: call)
            guard faulty.happened else {
                #expect(faulty.run.status == 0)
                break
            }
            kills += 1
            lockless += try await isWhole("out") ? 0 : 1
            _ = try await export("out")
            #expect(try same("out", "new"), "after the kill at \(call) \(number)")
        }
        // The control: the run was killed again and again, and in the middle of the swap too.
        #expect(kills >= 4 && kills < 40 && lockless >= 1, "\(kills) kills, \(lockless) between the locks")
    }

    @Test("killed while pictures are prepared, it goes on where it was", .needs(.strace))
    func killedWhilePreparing() async throws {
        let whole = try await export("whole", state: "whole-state")
        var (kills, finished) = (0, 0)
        for number in stride(from: 2, to: 40, by: 2) {
            let state = "state-\(number)"
            // What is fetched is there already, so that it is preparing that is killed.
            let fetched = try await Program.run(["check", pipeline, "--state", place.path(state)])
            #expect(fetched.status == 0, "\(fetched.errors)")
            let faulty = try await FaultyRun.run(
                arguments("out", state: state), .kill, at: number, of: "rename")
            guard faulty.happened else { break }
            kills += 1
            #expect(try await !isWhole("out"))
            let sources = try files("set").filter { !$0.hasSuffix(".txt") }
            let kept = try files("\(state)/objects").count - sources.count
            let run = try await export("out", state: state)
            let reused = Int(try run.json()["reused"]?.int ?? -1)
            // What was being prepared at that moment may be kept and not yet noted, on each of the threads.
            #expect(reused >= kept - ProcessInfo.processInfo.activeProcessorCount * 2, "\(kept) were kept")
            finished = max(finished, reused)
            #expect(try run.json()["payload"] == whole.json()["payload"] && same("out", "whole"))
            try FileManager.default.removeItem(atPath: place.path("out"))
        }
        // The control: there were kills, and there was something to go on from.
        #expect(kills >= 3 && finished >= 3, "\(kills) kills, \(finished) pictures")
    }

    @Test(
        "a call that fails leaves the earlier export whole", .needs(.strace),
        arguments: [
            ("write", "ENOSPC"), ("write", "EIO"), ("fsync", "EIO"), ("rename", "ENOSPC"),
            ("renameat", "ENOSPC"),
            ("mkdir", "ENOSPC"),
        ])
    func failingCalls(_ call: String, _ error: String) async throws {
        _ = try await export("new")
        _ = try await export("old", ["--as", "folder"])
        _ = try await export("out", ["--as", "folder"])
        var failures = 0
        for number in 1...30 {
            let faulty = try await FaultyRun.run(
                arguments("out"), .error(error), at: number, of: call, andLater: call == "write")
            guard faulty.happened else { break }
            // A failing write to the screen, or of what is only tidied up, does not end it.
            if faulty.run.status == 0 {
                #expect(try same("out", "new"))
                _ = try await export("out", ["--as", "folder"])
                continue
            }
            failures += 1
            #expect(faulty.run.status == 6, "\(faulty.run.errors)")
            #expect(try same("out", "old"), "after \(error) at \(call) \(number): \(faulty.run.errors)")
        }
        // The control: there were such failures.
        #expect(failures >= 1)
        _ = try await export("out")
        #expect(try same("out", "new"))
    }

    @Test("two runs into one directory: the second ends at once", .needs(.strace))
    func twoRuns() async throws {
        try FileManager.default.createDirectory(
            atPath: place.path("out"), withIntermediateDirectories: true)
        let run = try await FaultyRun.run(arguments("out"), whileHeld: place.path("out"))
        #expect(run.status == 2 && run.lastError.contains("another run is writing"), "\(run.errors)")
        #expect(!run.errors.contains("row(s)"), "\(run.errors)")
        #expect(try place.names(under: "out") == [])
        // The control: free again, it is written.
        _ = try await export("out")
        #expect(try await isWhole("out"))
    }

    @Test("a file in the way of the directory is told before anything is fetched")
    func noDirectory() async throws {
        try place.write("mine", "out")
        let run = try await Program.run(arguments("out"))
        #expect(run.status == 2 && run.lastError.contains("could not make the directory"), "\(run.errors)")
        #expect(!run.errors.contains("row(s)"), "\(run.errors)")
        #expect(try place.bytes("out") == Array("mine".utf8))
    }
}
