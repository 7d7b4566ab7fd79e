import Dataset
import Foundation
import Synchronization
import TestKit
import Testing

/// A run that was killed while it fetched, and the next one of the same source.
@Suite("A killed run is gone on with", .timeLimit(.minutes(4)))
struct ResumeTests {
    /// A project with 30 pictures, of which the last are slow until the run has been killed.
    private final class Project: Sendable {
        private struct State {
            var kills = true
            var asked: [String] = []
            var hasMoved = false
        }

        /// The picture that waits, and the last one that is asked for meanwhile: eight are fetched at a time.
        static let (held, last) = (10, 17)
        static let count = 30
        let state: String
        private let picture: [UInt8]
        private let changes = Mutex(State())

        init(state: String) throws {
            self.state = state
            picture = try Files.jpeg()
        }

        /// The pictures that were asked for since the last call, in order of their numbers.
        func asked() -> [String] {
            changes.withLock { changes in
                defer { changes.asked = [] }
                return changes.asked.sorted()
            }
        }

        /// Changes the URL of one row's picture.
        func moveFirst() { changes.withLock { $0.hasMoved = true } }

        func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
            if request.path == "/rest/v1/datasets" {
                return .answer(body: #"[{"id":7,"name":"Harbour","character_trigger":"hrbr"}]"#)
            }
            if request.path == "/rest/v1/data" {
                let isFirst = !request.target.contains("gt.")
                return .answer(headers: [("Content-Range", "0-29/30")], body: isFirst ? rows : "[]")
            }
            let name = request.path.split(separator: "/").last.map(String.init) ?? ""
            let isKilling = changes.withLock { changes in
                changes.asked.append(name)
                return changes.kills
            }
            guard isKilling, let number = Int(name.prefix(2)), number >= Self.held else {
                return .answer(headers: [("ETag", "\"1\"")], body: picture + Array(name.utf8))
            }
            // The last of those that are fetched at a time is asked for once all before the first are stored.
            if number == Self.last {
                _ = Program.kill(argument: state)
                changes.withLock { $0.kills = false }
            }
            return .delayed(.seconds(60), .close)
        }

        private var rows: String {
            let hasMoved = changes.withLock { $0.hasMoved }
            let rows = (0..<Self.count).map { number in
                let name = Self.name(number)
                let folder = hasMoved && number == 0 ? "moved/" : ""
                return #"{"id":\#(number + 1),"image_name":"\#(name)","image_url":"\#(folder)\#(name)","#
                    + #""caption":"hrbr, boat number \#(number)","created_at":null}"#
            }
            return "[\(rows.joined(separator: ","))]"
        }

        static func name(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number).jpg" }
    }

    private struct Scene {
        let place: TemporaryDirectory
        let project: Project
        let server: ScriptedServer
        let pipeline: String
        let variables: [(String, String)]

        init() throws {
            place = try TemporaryDirectory("resume")
            let project = try Project(state: place.path("state"))
            self.project = project
            server = try ScriptedServer { project.answer($0) }
            variables = [
                ("SUPABASE_URL", server.url), ("SUPABASE_SERVICE_ROLE_KEY", "sb_secret_of_the_test"),
            ]
            pipeline = try place.write("pull: { source: supabase-rest, dataset: Harbour }\n", "p.yaml")
        }

        func check() async throws -> Program.Outcome {
            try await Program.run(["check", pipeline, "--state", place.path("state"), "--json"], variables)
        }

        /// The run that is killed.
        func killed() async throws {
            let run = try await check()
            #expect(run.status == -9, "\(run.errors)")
            let asked = project.asked()
            #expect(asked == (0...Project.last).map(Project.name), "\(asked)")
        }
    }

    private static let words = "goes on with the run of"

    @Test func noPictureIsFetchedTwice() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        try await scene.killed()
        #expect(FileManager.default.fileExists(atPath: scene.place.path("state/runs")))
        let second = try await scene.check()
        #expect(second.status == 0 || second.status == 1, "\(second.errors)")
        #expect(try second.json()["summary"]?["rows"] == 30)
        #expect(
            second.errors.contains(Self.words) && second.errors.contains("10 of 30 picture(s)"),
            "\(second.errors)")
        #expect(scene.project.asked() == (Project.held..<Project.count).map(Project.name))
        // That one ended by itself: the next asks whether the pictures are still the same.
        let third = try await scene.check()
        #expect(!third.errors.contains(Self.words), "\(third.errors)")
        #expect(scene.project.asked() == (0..<Project.count).map(Project.name))
        #expect(try third.json() == second.json())
    }

    @Test func aRowThatChangedIsFetchedAnew() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        try await scene.killed()
        scene.project.moveFirst()
        let second = try await scene.check()
        #expect(second.errors.contains("9 of 30 picture(s)"), "\(second.errors)")
        #expect(
            scene.project.asked()
                == ([0] + Array(Project.held..<Project.count)).map(Project.name))
    }

    /// The control, and a machine that was started anew: then the table may be half written.
    @Test(arguments: ["no table", "another boot", "yesterday", "damaged"])
    func withoutAUsableTableAllAreAskedFor(_ case: String) async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        try await scene.killed()
        let folder = scene.place.path("state/runs")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let mark = try #require(names.first { $0.hasSuffix(".json") })
        let path = "\(folder)/\(mark)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        switch `case` {
        case "no table": try FileManager.default.removeItem(atPath: folder)
        case "another boot":
            let other = text.replacing(/"boot":"[^"]*"/, with: #""boot":"another""#)
            #expect(other != text)
            try other.write(toFile: path, atomically: false, encoding: .utf8)
        case "yesterday":
            let old = Date().timeIntervalSince1970 - 90_000
            let other = text.replacing(/"began":[0-9.]*/, with: "\"began\":\(old)")
            #expect(other != text)
            try other.write(toFile: path, atomically: false, encoding: .utf8)
        default:
            let table = try #require(names.first { $0.hasSuffix(".sqlite") })
            try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: "\(folder)/\(table)"))
        }
        let second = try await scene.check()
        #expect(second.status == 0 || second.status == 1, "\(second.errors)")
        #expect(!second.errors.contains(Self.words), "\(second.errors)")
        #expect(scene.project.asked() == (0..<Project.count).map(Project.name))
        #expect(try second.json()["summary"]?["rows"] == 30)
    }

    @Test func whatIsLeftCanBeUsedUntilItIsTooOldAndGoesThen() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        try await scene.killed()
        let (state, folder) = (scene.place.path("state"), scene.place.path("state/runs"))
        func tables() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".lock") }
        }
        let before = try tables()
        #expect(before.contains { $0.hasSuffix(".sqlite") } && before.contains { $0.hasSuffix(".json") })
        _ = try await Program.run(["state", "prune", "--state", state])
        #expect(try tables().sorted() == before.sorted())
        let mark = "\(folder)/\(try #require(before.first { $0.hasSuffix(".json") }))"
        let text = try String(contentsOfFile: mark, encoding: .utf8)
        try text.replacing(/"began":[0-9.]*/, with: "\"began\":1").write(
            toFile: mark, atomically: false, encoding: .utf8)
        _ = try await Program.run(["state", "prune", "--dry-run", "--state", state])
        #expect(try tables().sorted() == before.sorted())
        let pruned = try await Program.run(["state", "prune", "--state", state])
        #expect(pruned.status == 0, "\(pruned.errors)")
        #expect(try tables() == [])
    }
}
