import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("Two exports compared")
struct DiffTests {
    @Test("row by row: what changed, why the digests differ, and exit 5")
    func everyKind() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        try scene.remove("trawler-at-jetty.jpg")
        try scene.place.write("h4rbour, another text", "pictures/morning-fog.txt")
        try scene.replace("grey-storm.jpg", by: "red-lighthouse.jpg")
        #expect(try await scene.export(to: "b", ["--set", "train.seed=43"]).status == 0)

        let (a, b) = (scene.place.path("a"), scene.place.path("b"))
        let told = try await Program.run(["diff", a, b])
        #expect(told.status == 5 && told.lastError == "error: \(a) and \(b) are not the same payload")
        for line in [
            "removed (1)", "caption changed (1)", "picture changed (1)", "+ h4rbour, another text",
            "  seed  42 → 43",
            "1 row(s) removed, 1 caption(s) changed, 1 picture(s) changed (1 by source file, 1 by crop), training (seed)",
        ] {
            #expect(told.output.contains(line), "\(line) in \(told.output)")
        }
        let json = try await Program.run(["diff", a, b, "--json"])
        #expect(json.status == 5)
        let document = try json.json()
        #expect(document["schema"] == "lorapipe.diff/1" && document["same"] == false)
        #expect(document["unchanged"] == 11 && document["rows"]?.array?.count == 3)

        let same = try await Program.run(["diff", a, a])
        #expect(same.status == 0 && same.output.contains("the exports are the same: payload sha256 "))
    }

    @Test("another recipe changes every row: 20 of a kind are shown, with --all every one")
    func manyRows() async throws {
        let scene = try FolderScene()
        for number in 1...10 {
            for ending in ["jpg", "txt"] {
                let bytes = try scene.place.bytes("pictures/dawn-fleet." + ending)
                try scene.place.write(bytes, "pictures/copy-\(number)." + ending)
            }
        }
        #expect(try await scene.export(to: "a").status == 0)
        #expect(try await scene.export(to: "b", ["--set", "prepare.quality=60"]).status == 0)
        let paths = [scene.place.path("a"), scene.place.path("b")]
        let short = try await Program.run(["diff"] + paths)
        #expect(short.output.contains("picture changed (24)") && short.output.contains("… and 4 more"))
        #expect(short.output.components(separatedBy: "recipe quality 92 → 60").count == 21)
        let long = try await Program.run(["diff", "--all"] + paths)
        #expect(long.output.components(separatedBy: "recipe quality 92 → 60").count == 25)
    }

    @Test(
        "a folder's rows and a database's meet by picture and caption; only the locks differ, and exit 0",
        .needs(.postgres))
    func twoDoors() async throws {
        let sandbox = try await SharedSandbox.running()
        let scene = try FolderScene()
        #expect(try await scene.export(to: "folder").status == 0)
        let settings = ["prepare.resolution=512", "prepare.format=jpeg", "train.output_name=same"]
        let database = try await scene.run(
            ["export", "\(Program.root)/pipelines/sample.yaml", "--out", scene.place.path("database")]
                + (settings + ["train.max_train_epochs=16"]).flatMap { ["--set", $0] }, sandbox.environment)
        #expect(database.status == 0, "\(database.errors)")
        let diff = try await Program.run(
            ["diff", scene.place.path("folder"), scene.place.path("database"), "--json"])
        #expect(diff.status == 0, "\(diff.errors)")
        let document = try diff.json()
        #expect(document["paired_by"] == "content" && document["same"] == true)
        #expect(document["same_lock"] == false && document["rows"]?.array?.count == 14)
    }

    @Test("a side that is damaged or missing is named, and nothing is compared")
    func damaged() async throws {
        let scene = try FolderScene()
        #expect(try await scene.export(to: "a").status == 0)
        #expect(try await scene.export(to: "b", ["--as", "folder"]).status == 0)
        let (a, b) = (scene.place.path("a"), scene.place.path("b"))
        #expect(try await Program.run(["diff", a, b]).status == 0)
        let caption = try #require(try scene.place.names(under: "b/images").first { $0.hasSuffix("txt") })
        try scene.place.write("changed", "b/images/" + caption)
        let changed = try await Program.run(["diff", a, b, "--json"])
        #expect(changed.status == 5)
        #expect(try changed.json()["error"]?["message"]?.string?.hasPrefix("\(b) does not verify") == true)
        try scene.place.write("{}", "a/manifest.lock.json")
        let lock = try await Program.run(["diff", a, b])
        #expect(lock.status == 5 && lock.lastError.hasPrefix("error: \(a): the lock file is damaged"))
        let nowhere = scene.place.path("nowhere")
        let missing = try await Program.run(["diff", nowhere, a])
        #expect(missing.status == 2 && missing.lastError.contains(nowhere))
    }

    @Test("of long captions the part is shown in which they differ; a lock alone has none to show")
    func longCaptions() async throws {
        let scene = try FolderScene()
        let text = "h4rbour, " + String(repeating: "a boat and another boat and ", count: 12)
        try scene.place.write(text + "a gull", "pictures/morning-fog.txt")
        #expect(try await scene.export(to: "a").status == 0)
        try scene.place.write(text + "a crane", "pictures/morning-fog.txt")
        #expect(try await scene.export(to: "b").status == 0)
        let (a, b) = (scene.place.path("a"), scene.place.path("b"))
        let told = try await Program.run(["diff", a, b])
        let lines = told.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let old = try #require(lines.first { $0.hasPrefix("- ") })
        #expect(old.hasPrefix("- …") && old.hasSuffix("boat and a gull") && old.count < 80)
        #expect(lines.contains { $0.hasPrefix("+ …") && $0.hasSuffix("boat and a crane") })

        let locks = [a, b].map { $0 + "/manifest.lock.json" }
        let bare = try await Program.run(["diff"] + locks)
        #expect(
            bare.status == 5 && bare.output.contains("- (sha256 ")
                && bare.output.contains("caption changed (1)"))
    }
}
