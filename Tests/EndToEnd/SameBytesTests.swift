import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

/// The same rows and versions give the same two files, byte for byte, whatever else differs.
@Suite("Same bytes", .timeLimit(.minutes(10)))
struct SameBytesTests {
    /// One way to come by an export.
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var arguments: [String] = []
        var environment: [(String, String)] = []
        var kind = "source: supabase, dataset: Harbour"
        /// The state directory; the same name again is a warm one.
        var state = "own"
        /// Whether an earlier run was stopped half way.
        var isResumed = false
    }

    private static let ways: [Way] =
        [1, 2, 8].map { Way(testDescription: "\($0) workers", arguments: ["--workers", "\($0)"]) } + [
            Way(
                testDescription: "another locale and hash seed",
                environment: [
                    ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("SWIFT_DETERMINISTIC_HASHING", "1"),
                ]),
            Way(
                testDescription: "no locale, a time zone",
                environment: [("LC_ALL", "C"), ("TZ", "Asia/Kolkata")]),
            Way(testDescription: "another time zone", environment: [("TZ", "America/St_Johns")]),
            Way(testDescription: "a warm state", state: "first"),
            Way(testDescription: "after a kill", isResumed: true),
            Way(testDescription: "REST", kind: "source: supabase-rest, dataset: Harbour"),
        ]

    private func pipeline(_ place: TemporaryDirectory, _ kind: String, _ prepare: String) throws -> String {
        try place.write(
            """
            version: 1
            name: same
            pull: { \(kind) }
            prepare: { resolution: 512, \(prepare) }
            """, "\(abs(kind.hashValue))-\(abs(prepare.hashValue)).yaml")
    }

    /// Payload and lock of an export.
    private struct Files: Equatable {
        let payload: [UInt8]
        let lock: [UInt8]
    }

    private func export(
        _ way: Way, _ prepare: String, _ place: TemporaryDirectory, _ sandbox: Sandbox
    ) async throws -> Files {
        let name = UUID().uuidString
        let state = way.state == "own" ? "state-" + name : way.state
        let arguments =
            [
                "export", try pipeline(place, way.kind, prepare), "--out", place.path(name), "--state",
                place.path(state),
            ] + way.arguments
        let variables = sandbox.environment + way.environment
        if way.isResumed {
            // Counted by thread: those that fetch rename seven files each, the one that prepares fourteen.
            let kill = [
                "strace", "-f", "-qq", "-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=10",
            ]
            let cut = try await Program.run(under: kill, arguments + ["--workers", "1"], variables)
            #expect(cut.status == 137 || cut.status == -9, "\(cut.status) \(cut.errors)")
            #expect(!FileManager.default.fileExists(atPath: place.path(name + "/manifest.lock.json")))
        }
        let run = try await Program.run(arguments, variables)
        #expect(run.status == 0, "\(way.testDescription): \(run.errors)")
        return Files(
            payload: try place.bytes(name + "/payload.json"),
            lock: try place.bytes(name + "/manifest.lock.json"))
    }

    @Test(
        "whatever the machine, the source and the state", .needs(.postgres),
        arguments: [
            "format: png", "fit: bucket, gravity: attention, format: jpeg", "gravity: entropy, format: webp",
        ])
    func theMatrix(_ prepare: String) async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let first = try await export(
            Way(testDescription: "the first", state: "first"), prepare, place, sandbox)
        for way in Self.ways {
            let files = try await export(way, prepare, place, sandbox)
            #expect(files.payload == first.payload, "\(way.testDescription)")
            #expect(files.lock == first.lock, "\(way.testDescription)")
        }
        // From files, the rows are others, and so is the lock; the payload is not.
        let folder = Way(
            testDescription: "a folder",
            kind: "source: folder, path: '\(Program.root)/samples/harbour', trigger: h4rbour")
        let files = try await export(folder, prepare, place, sandbox)
        #expect(files.payload == first.payload && files.lock != first.lock)
        // The control: what does shape the bytes is seen by this test.
        let other = try await export(
            Way(testDescription: "other", arguments: ["--set", "prepare.background=#000001"]), prepare, place,
            sandbox)
        #expect(other.lock != first.lock)
    }

    @Test("whatever the order in which the rows were inserted", .needs(.postgres))
    func insertionOrder() async throws {
        let sandbox = try await Sandbox.start(
            .init(samples: ["\(Program.root)/samples/harbour"], storagePort: 0))
        do {
            let place = try TemporaryDirectory()
            let way = Way(testDescription: "as inserted")
            let first = try await export(way, "format: png", place, sandbox)
            try await sandbox.run([
                "CREATE TABLE kept AS SELECT * FROM data", "DELETE FROM data",
                "INSERT INTO data SELECT * FROM kept ORDER BY md5(id::text)",
            ])
            #expect(try await export(way, "format: png", place, sandbox) == first)
            // The control: a row that is not the same shows.
            try await sandbox.run([
                "UPDATE data SET caption = caption || '.' WHERE id = (SELECT min(id::text)::uuid FROM data)"
            ])
            #expect(try await export(way, "format: png", place, sandbox) != first)
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }
}
