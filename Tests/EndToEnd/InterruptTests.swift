import Foundation
import Synchronization
import TestKit
import Testing

/// One Ctrl-C, or one polite kill, in the middle of each command's work: it ends at once with 130, and leaves nothing half.
@Suite("The first signal ends every command", .serialized, .timeLimit(.minutes(15)))
struct InterruptTests {
    enum Sign: String, CaseIterable { case INT, TERM }

    /// What a run in the middle of which the signal came left.
    private struct Struck {
        let code: Int32
        let seconds: Double
        let output: String
    }

    /// Work that takes much longer than the end may take.
    private final class Scene: Sendable {
        let place: TemporaryDirectory
        /// Many pictures of which each has to be opened and prepared.
        let many: String
        /// One picture in many rows: quickly prepared, long packed and verified.
        let copies: String

        init() async throws {
            place = try TemporaryDirectory("signals")
            let picture = try Data(
                contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg"))
            for number in 0..<300 {
                // A comment behind the first marker makes each file another, and no picture.
                let digits = "\(10_000 + number)".utf8
                try place.write(
                    picture.prefix(2) + [0xFF, 0xFE, 0, 7] + digits + picture.dropFirst(2),
                    "many/p\(number).jpg")
                try place.write(picture, "copies/p\(number).jpg")
                for set in ["many", "copies"] {
                    try place.write("h4rbour, boat number \(number)", "\(set)/p\(number).txt")
                }
            }
            many = try place.write("pull: { source: folder, path: many, trigger: h4rbour }", "many.yaml")
            copies = try place.write(
                """
                name: copies
                pull: { source: folder, path: copies, trigger: h4rbour }
                prepare: { resolution: 512 }
                train: { output_name: same, endpoint: 'http://127.0.0.1:9' }
                """, "copies.yaml")
            let export = try await Program.run([
                "export", copies, "--out", place.path("whole"), "--state", place.path("warm"),
            ])
            #expect(export.status == 0, "\(export.errors)")
        }
    }

    private static let starting = Task { try await Scene() }

    private func strike(_ sign: Sign, at moment: String, on kind: String = "pipe", _ arguments: [String])
        async throws -> Struck
    {
        let run = try await Program.run(
            under: ["python3", "\(Program.root)/Tests/EndToEnd/strike.py", moment, sign.rawValue, kind],
            arguments)
        let words = (run.output.split(separator: "\n").last ?? "").split(separator: " ")
        let struck = Struck(
            code: words.count == 3 ? Int32(words[1]) ?? -1 : -1, seconds: Double(words.last ?? "") ?? -1,
            output: run.output)
        #expect(struck.seconds >= 0, "it ended before the signal: \(arguments) \(run.output) \(run.errors)")
        // A second is meant. The bound is for a machine that does much else; the work would take longer than that.
        #expect(struck.seconds < 5, "\(arguments): \(struck.seconds) s")
        return struck
    }

    @Test(
        "verify, diff and submit, while they read an export", arguments: Sign.allCases, ["pipe", "terminal"])
    func reading(_ sign: Sign, _ kind: String) async throws {
        let scene = try await Self.starting.value
        let whole = scene.place.path("whole")
        for command in [
            ["verify", whole], ["diff", whole, whole],
            ["submit", whole, "--endpoint", "http://127.0.0.1:9", "--state", scene.place.path("fresh")],
        ] {
            let struck = try await strike(sign, at: "rchar=20000000", on: kind, command)
            #expect(struck.code == 130 && struck.output.contains("error: interrupted"), "\(struck)")
            #expect(!struck.output.contains("verifies"), "\(struck)")
        }
    }

    @Test(
        "export and train in the pack stage: no half export, no temporaries, nothing sent",
        arguments: Sign.allCases)
    func packing(_ sign: Sign) async throws {
        let scene = try await Self.starting.value
        let (state, out) = (scene.place.path("warm"), scene.place.path("half"))
        let packing = "text=prepare  300|wchar=20000000"
        let export = ["export", scene.copies, "--out", out, "--state", state]
        var runs = [
            export, export + ["--as", "folder"], export + ["--as", "webdataset"],
            ["train", scene.copies, "--out", out, "--state", state],
        ]
        .map { (packing, $0) }
        runs.append(
            (
                "text=prepare  300|rchar=10000000",
                export + ["--from", scene.place.path("whole/manifest.lock.json")]
            ))
        for (moment, command) in runs {
            let struck = try await strike(sign, at: moment, command)
            #expect(struck.code == 130 && struck.output.contains("error: interrupted"), "\(struck)")
            if command[0] == "train" {
                #expect(struck.output.contains("before anything was sent"), "\(struck)")
            }
            #expect(!FileManager.default.fileExists(atPath: out))
            #expect(try scene.place.names(under: "warm/tmp").isEmpty)
        }
    }

    @Test("an export that stood there stays as it was when its successor is struck while it is packed")
    func earlierExport() async throws {
        let scene = try await Self.starting.value
        let out = "earlier"
        try FileManager.default.copyItem(atPath: scene.place.path("whole"), toPath: scene.place.path(out))
        let before = try scene.place.names(under: out)
        let struck = try await strike(
            .INT, at: "text=prepare  300|wchar=20000000",
            [
                "export", scene.copies, "--out", scene.place.path(out), "--state", scene.place.path("warm"),
                "--set", "train.seed=7",
            ])
        #expect(struck.code == 130, "\(struck)")
        #expect(try scene.place.names(under: out) == before)
        #expect(
            try scene.place.bytes(out + "/manifest.lock.json")
                == scene.place.bytes("whole/manifest.lock.json"))
    }

    @Test(
        "check, prepare and preview, and what was finished is kept", arguments: Sign.allCases,
        ["pipe", "terminal"])
    func pictures(_ sign: Sign, _ kind: String) async throws {
        let scene = try await Self.starting.value
        let state = scene.place.path("state-\(sign)-\(kind)")
        let sheet = scene.place.path("\(sign)-\(kind)")
        let common = [scene.many, "--state", state]
        for (moment, command) in [
            ("text=pull     300|wchar=300000", ["check"] + common),
            ("text=pull     300|wchar=300000", ["datasets", "preview", "--all", "--out", sheet] + common),
            ("text=prepare|wchar=3000000", ["export", "--out", sheet] + common),
        ] {
            // A run that only looks leaves what its successor need not look at again.
            if command[0] == "export" {
                let looked = try await Program.run(["check"] + common)
                #expect(looked.status == 0, "\(looked.errors)")
            }
            let moment = kind == "pipe" ? moment.replacing("text=prepare", with: "text=check ") : moment
            let struck = try await strike(sign, at: moment, on: kind, command)
            #expect(struck.code == 130 && struck.output.contains("error: interrupted"), "\(struck)")
        }
        #expect(try scene.place.names(under: "state-\(sign)-\(kind)/tmp").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: sheet))
    }

    @Test("what waits for a server that never answers", arguments: Sign.allCases)
    func waiting(_ sign: Sign) async throws {
        let asked = Mutex(0)
        let server = try ScriptedServer { _ in
            asked.withLock { $0 += 1 }
            return .delayed(.seconds(120), .close)
        }
        defer { server.stop() }
        let place = try TemporaryDirectory("waiting")
        let file = try place.write(
            """
            pull: { source: supabase-rest, storage: { url: '\(server.url)', key: sb_secret_x }, dataset: x }
            train: { endpoint: '\(server.url)' }
            """, "p.yaml")
        let state = ["--state", place.path("state")]
        let trainer = ["--endpoint", server.url] + state
        for command in [
            ["check", file] + state, ["doctor", file] + state, ["datasets", "list", file] + state,
            ["datasets", "show", file] + state, ["health"] + trainer, ["jobs"] + trainer,
            ["status", "j"] + trainer, ["logs", "j"] + trainer, ["logs", "j", "--follow"] + trainer,
            ["watch", "j"] + trainer, ["cancel", "j"] + trainer,
        ] {
            // A socket was written to: it waits for the answer.
            let mark = place.path("asked")
            if FileManager.default.fileExists(atPath: mark) {
                try FileManager.default.removeItem(atPath: mark)
            }
            let before = asked.withLock { $0 }
            async let struck = strike(sign, at: "exists=\(mark)", command)
            while asked.withLock({ $0 }) == before { try await Task.sleep(for: .milliseconds(5)) }
            try place.write("", "asked")
            let end = try await struck
            #expect(end.code == 130, "\(command): \(end.output)")
        }
    }

    @Test(
        "the sandbox: its documented way out is no error, and a start is broken off", arguments: Sign.allCases
    )
    func sandbox(_ sign: Sign) async throws {
        let sample = ["sandbox", "--sample", "\(Program.root)/samples/harbour"]
        let up = try await strike(sign, at: "text=Ctrl-C stops it", sample)
        #expect(up.code == 130 && up.output.contains("The sandbox is stopped."), "\(up)")
        #expect(!up.output.contains("error:") && !up.output.contains("is kept"), "\(up)")
        let trainer = try await strike(
            sign, at: "text=Ctrl-C stops it", ["trainer", "serve", "--rehearsal", "--port", "0"])
        #expect(trainer.code == 0 && !trainer.output.contains("error:"), "\(trainer)")
    }
}
