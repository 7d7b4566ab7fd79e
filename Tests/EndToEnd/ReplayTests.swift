import Dataset
import Foundation
import TestKit
import Testing

@Suite("An old export made again from its lock")
struct ReplayTests {
    private func replay(_ scene: FolderScene, _ more: [String] = []) async throws -> Program.Outcome {
        try await scene.export(to: "again", ["--from", scene.place.path("a/manifest.lock.json")] + more)
    }

    @Test("the same sources give the same bytes, whatever the pipeline says now; further rows are left out")
    func same() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a", ["--set", "train.seed=7"]).status == 0)
        try scene.replace("new-one.jpg", by: "dawn-fleet.jpg")
        try scene.place.write("h4rbour, new", "pictures/new-one.txt")
        let again = try await replay(scene, ["--set", "prepare.quality=50", "--set", "train.seed=8"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(
            again.output.contains(
                "14 of the lock's 14 row(s) are there; 1 other row(s) of the source were left out"))
        #expect(again.output.contains("the same payload and the same lock, byte for byte"))
        for file in ["payload.json", "manifest.lock.json"] {
            #expect(try scene.place.bytes("a/" + file) == scene.place.bytes("again/" + file))
        }
        let json = try await replay(scene, ["--json"])
        #expect(try json.json()["schema"] == "lorapipe.export/1" && json.json()["replay"]?["same"] == true)
    }

    @Test("what no longer matches is told row by row, and nothing is written unless that is accepted")
    func changed() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        try scene.remove("trawler-at-jetty.jpg")
        try scene.place.write("h4rbour, another text", "pictures/morning-fog.txt")
        try scene.replace("grey-storm.jpg", by: "red-lighthouse.jpg")
        let differs = try await replay(scene)
        #expect(differs.status == 5)
        #expect(differs.lastError.hasSuffix("nothing was written"))
        for line in ["removed (1)", "caption changed (1)", "+ h4rbour, another text", "picture changed (1)"] {
            #expect(differs.output.contains(line), "\(line) in \(differs.output)")
        }
        #expect(!FileManager.default.fileExists(atPath: scene.place.path("again")))
        let json = try await replay(scene, ["--json"])
        #expect(try json.status == 5 && json.json()["schema"] == "lorapipe.diff/1")

        let accepted = try await replay(scene, ["--accept-changes"])
        #expect(accepted.status == 0, "\(accepted.errors)")
        let compared = try await Program.run(
            ["diff", scene.place.path("a"), scene.place.path("again"), "--json"])
        #expect(try compared.json()["rows"]?.array?.count == 3)
    }

    @Test("a file that changed without its picture changing gives the same payload, and is told")
    func sameInTheEnd() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        // Bytes behind a JPEG's end marker: another file, the same picture.
        let bytes = try scene.place.bytes("pictures/dawn-fleet.jpg")
        try scene.place.write(bytes + [0x0A], "pictures/dawn-fleet.jpg")
        let again = try await replay(scene, ["--skip-errors"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("the same payload, byte for byte"))
        #expect(again.output.contains("only the locks differ: 1 source picture(s)"))
    }

    @Test("a row that a rule refuses today is told so, and stops the replay")
    func refused() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        try scene.place.write("", "pictures/morning-fog.txt")
        let refused = try await replay(scene)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("would be refused today: the caption is empty"))
        #expect(!FileManager.default.fileExists(atPath: scene.place.path("again")))
        let skipped = try await replay(scene, ["--skip-errors", "--accept-changes"])
        #expect(skipped.status == 0, "\(skipped.errors)")
        #expect(skipped.output.contains("removed (1)"))
    }

    @Test("a lock of another source, a damaged one, one of a recipe that there is not, and a flag alone")
    func wrongLocks() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        let lock = try Manifest(
            text: String(decoding: scene.place.bytes("a/manifest.lock.json"), as: UTF8.self))
        var foreign = lock
        for position in foreign.images.indices { foreign.images[position].row = "uuid-\(position)" }
        try scene.place.write(foreign.text, "foreign.json")
        let other = try await scene.export(to: "x", ["--from", scene.place.path("foreign.json")])
        #expect(other.status == 5, "\(other.errors)")
        #expect(other.lastError == "error: none of the 14 row(s) that the lock names is in pictures")

        var future = lock
        future.recipe = .record(["resolution": 512, "format": "jpeg", "fit": "mosaic"])
        try scene.place.write(future.text, "future.json")
        let unknown = try await scene.export(to: "x", ["--from", scene.place.path("future.json")])
        #expect(unknown.status == 2 && unknown.lastError.contains("the recipe's fit is \"mosaic\""))

        try scene.place.write(lock.text.replacing("512", with: "513"), "damaged.json")
        let damaged = try await scene.export(to: "x", ["--from", scene.place.path("damaged.json")])
        #expect(damaged.status == 5 && damaged.lastError.contains("damaged.json: the lock file is damaged"))
        #expect(try await scene.export(to: "x", ["--accept-changes"]).status == 2)
        #expect(!FileManager.default.fileExists(atPath: scene.place.path("x")))
    }
}
