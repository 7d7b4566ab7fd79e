import Dataset
import Foundation
import Store
import TestKit
import Testing

@Suite("The state directory over the years", .timeLimit(.minutes(10)))
struct StateTests {
    private let scene: FolderScene
    private var state: String { scene.place.path("state") }

    init() throws { scene = try FolderScene() }

    private func prune(_ more: String...) async throws -> JSONValue {
        let run = try await scene.run(["state", "prune", "--json"] + more)
        #expect(run.status == 0, "\(run.errors)")
        return try run.json()
    }

    private func count(_ json: JSONValue?) -> Int { json?["count"]?.int.map(Int.init) ?? -1 }

    @Test("what lies there is shown; looking makes nothing")
    func shown() async throws {
        let empty = try await scene.run(["state"])
        #expect(empty.status == 0 && empty.output.contains("nothing is there yet"), "\(empty.output)")
        #expect(!FileManager.default.fileExists(atPath: state))
        try await scene.export(to: "state/exports/sample")
        let run = try await scene.run(["state", "--json"])
        let json = try run.json()
        #expect(json["schema"]?.string == "lorapipe.state/1" && json["directory"]?.string == state)
        #expect(count(json["objects"]?["source"]) == 14 && count(json["objects"]?["prepared"]) == 14)
        #expect(count(json["objects"]?["unreferenced"]) == 0 && count(json["locked"]) == 28)
        #expect(json["caches"]?["rows"]?["prepared"]?.int == 14)
        #expect(json["exports"]?.array?.first?["path"]?.string == state + "/exports/sample")
        #expect(json["at_work"]?.array == [])
        let text = try await scene.run(["state"])
        for word in ["sources", "prepared pictures", "needed by exports", "caches"] {
            #expect(text.output.contains(word), "\(text.output)")
        }
    }

    @Test("pruned, it is filled again with the same bytes; what the lock of an export names stays")
    func pruned() async throws {
        try await scene.export(to: "state/exports/sample")
        let lock = try scene.place.bytes("state/exports/sample/manifest.lock.json")
        #expect(count(try await prune()["objects"]) == 0)
        #expect(count(try await prune("--older-than", "0d")["objects"]) == 0)
        try FileManager.default.removeItem(atPath: state + "/exports/sample")
        let told = try await prune("--older-than", "0d", "--dry-run")
        #expect(count(told["objects"]) == 28 && told["dry_run"] == true)
        let gone = try await prune("--older-than", "0d")
        #expect(gone["objects"]?["files"] == told["objects"]?["files"] && gone["rows"] == told["rows"])
        #expect(count(gone["kept"]) == 0)
        #expect(count(try await scene.run(["state", "--json"]).json()["objects"]?["source"]) == 0)
        let again = try await scene.export(to: "state/exports/sample")
        #expect(again.errors.contains("14 made"), "\(again.errors)")
        #expect(try scene.place.bytes("state/exports/sample/manifest.lock.json") == lock)
    }

    @Test(
        "by size, what was used last stays; an export that was submitted keeps its files wherever it lies")
    func handedOver() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        try await scene.export(to: "plain")
        let before = try await prune("--max-size", "1kB", "--dry-run")
        #expect(count(before["objects"]) >= 27)
        let train = ["train", scene.pipeline, "--set", "train.endpoint=\(trainer.url)"]
        let run = try await scene.run(train + ["--out", scene.place.path("out")])
        #expect(run.status == 0, "\(run.errors)")
        let after = try await prune("--max-size", "1kB")
        #expect(count(after["objects"]) == 0 && count(after["locked"]) == 28)
        // The control: the export is gone.
        try FileManager.default.removeItem(atPath: scene.place.path("out"))
        #expect(count(try await prune("--max-size", "1kB")["objects"]) >= 27)
        #expect(try await scene.run(["receipts", "--json"]).json()["receipts"]?.array?.count == 1)
    }

    @Test("a lock file that can't be read stops the pruning")
    func unreadableLock() async throws {
        try await scene.export(to: "plain")
        try FileManager.default.createDirectory(
            atPath: state + "/exports/sample/manifest.lock.json", withIntermediateDirectories: true)
        let run = try await scene.run(["state", "prune", "--older-than", "0d"])
        #expect(run.status == 6 && run.lastError.contains("manifest.lock.json"), "\(run.errors)")
        #expect(try scene.place.names(under: "state/objects").count > 28)
    }

    @Test("a directory of exports that can't be listed stops the pruning: it may hold locks")
    func unlistableExports() async throws {
        try await scene.export(to: "plain")
        let kept = try scene.place.names(under: "state/objects").count
        // A link to itself can't be opened by anybody, root included.
        let exports = state + "/exports"
        try FileManager.default.createSymbolicLink(atPath: exports, withDestinationPath: exports)
        let run = try await scene.run(["state", "prune", "--older-than", "0d"])
        #expect(run.status == 6 && run.lastError.contains(exports), "\(run.errors)")
        #expect(try scene.place.names(under: "state/objects").count == kept)
        // The control: without it nothing needs the files, and they go.
        unlink(exports)
        try FileManager.default.removeItem(atPath: scene.place.path("plain"))
        #expect(count(try await prune("--older-than", "0d")["objects"]) == 28)
    }

    @Test(
        "ages and sizes that can't be read are told",
        arguments: [
            ["--older-than", "30"], ["--older-than", "-1d"], ["--max-size", "20XB"], ["--max-size", "GB"],
        ])
    func wrongRules(_ words: [String]) async throws {
        #expect(try await scene.run(["state", "prune"] + words).status == 2)
    }

    @Test("damage is found and mended, and told by the exit code")
    func checked() async throws {
        try await scene.export(to: "a")
        let objects = try scene.place.names(under: "state/objects").filter { $0.count > 3 }
        var bytes = try scene.place.bytes("state/objects/" + objects[0])
        bytes[bytes.count / 2] ^= 1
        try scene.place.write(bytes, "state/objects/" + objects[0])
        let told = try await scene.run(["state", "check", "--dry-run", "--json"])
        #expect(told.status == 5, "\(told.errors)")
        let mended = try await scene.run(["state", "check", "--json"])
        let findings = try mended.json()["findings"]?.array ?? []
        #expect(mended.status == 0 && findings.first?["kind"]?.string == "object", "\(mended.output)")
        #expect(findings.allSatisfy { $0["mended"] == true })
        #expect(try await scene.run(["state", "check"]).status == 0)
        #expect(try await scene.export(to: "b").status == 0)
        #expect(try scene.place.bytes("a/payload.json") == scene.place.bytes("b/payload.json"))
    }

    @Test("who hands over, and who writes an export, is named to those who have to wait")
    func named() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let lock = try await Store(at: state).submissionLock(to: trainer.url)
        #expect(lock != nil)
        let train = ["train", scene.pipeline, "--set", "train.endpoint=\(trainer.url)", "--state", state]
        let waiting = try await Program.run(train, interruptAfter: "is submitting")
        #expect(
            waiting.status == 130 && waiting.errors.contains("process \(getpid()), since "),
            "\(waiting.errors)")
        withExtendedLifetime(lock) {}
    }
}
