import Dataset
import Foundation
import TestKit
import Testing

/// Waivers as their user drafts, completes and outlives them.
@Suite("Waivers from draft to lapse") struct WaivingTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory("waivers")
        for name in ["dawn-fleet.jpg", "poster-moon.png"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/\(name)"))
            try place.write(bytes, "pictures/\(name)")
        }
        try place.write("a fleet of boats at dawn", "pictures/dawn-fleet.txt")
        try place.write(" ", "pictures/poster-moon.txt")
        pipeline = try place.write(
            "pull: { source: folder, path: pictures, trigger: h4rbour }\ncheck: { rules: { dataset-too-few: off } }",
            "p.yaml")
    }

    private func check(_ more: String...) async throws -> Program.Outcome {
        try await Program.run(["check", pipeline, "--state", place.path("state"), "--json"] + more)
    }

    private let inForce = "check.waivers=accepted.yaml"

    private func found(_ run: Program.Outcome) throws -> [String] {
        try (run.json()["findings"]?.array ?? []).filter { $0["severity"] != "note" }.map {
            "\($0["name"]?.string ?? "-") \($0["rule"]?.string ?? "?")"
        }
    }

    private func complete() throws {
        let draft = String(decoding: try place.bytes("accepted.yaml"), as: UTF8.self)
        try place.write(draft.replacing(#"reason: """#, with: "reason: meant so"), "accepted.yaml")
    }

    @Test(
        "drafted, refused without reasons, in force with them, lapsed when a caption changes, and drafted anew"
    )
    func life() async throws {
        let first = try await check("--write-waivers", place.path("accepted.yaml"))
        #expect(first.status == 1)
        #expect(try found(first) == ["dawn-fleet.jpg trigger-absent", "poster-moon.png caption-empty"])

        let unread = try await check("--set", inForce)
        #expect(unread.status == 2 && unread.errors.contains("a waiver has no reason"), "\(unread.errors)")

        try complete()
        let waived = try await check("--set", inForce)
        #expect(waived.status == 0, "\(waived.errors)")
        #expect(try found(waived).isEmpty && waived.json()["summary"]?["waived"] == 2)
        #expect(try waived.json()["waived"]?.array?.first?["reason"] == "meant so")
        let export = try await Program.run([
            "export", pipeline, "--out", place.path("out"), "--set", inForce, "--state", place.path("state"),
            "--json",
        ])
        #expect(try export.status == 0 && export.json()["images"] == 2, "\(export.errors)")

        try place.write("another fleet of boats", "pictures/dawn-fleet.txt")
        let lapsed = try await check("--set", inForce)
        #expect(lapsed.status == 0)
        #expect(try found(lapsed) == ["dawn-fleet.jpg trigger-absent"])
        #expect(try lapsed.json()["stale_waivers"]?.array?.map { $0["rule"]?.string } == ["trigger-absent"])

        let again = try await check("--set", inForce, "--write-waivers", place.path("accepted.yaml"))
        #expect(again.errors.contains("2 kept, 1 drafted"), "\(again.errors)")
        try complete()
        let renewed = try await check("--set", inForce)
        #expect(try found(renewed).isEmpty && renewed.json()["stale_waivers"]?.array?.count == 1)
    }

    @Test(
        "the README's recipe, word for word: draft, write the reasons, name the file",
        arguments: [false, true])
    func recipe(isElsewhere: Bool) async throws {
        try place.write(try String(contentsOfFile: pipeline, encoding: .utf8), "pipelines/p.yaml")
        func check(_ more: String...) async throws -> Program.Outcome {
            try await Program.run(
                under: ["sh", "-c", "cd '\(place.path)' && exec \"$0\" \"$@\""],
                ["check", "pipelines/p.yaml", "--state", "state", "--set", "pull.path=../pictures"] + more)
        }
        // With a folder, a path is meant as the shell means it, and what the setting has to say is told.
        let name = isElsewhere ? "./accepted.yaml" : "accepted.yaml"
        let draft = try await check("--write-waivers", name)
        #expect(draft.status == 1, "\(draft.errors)")
        let setting = try #require(draft.errors.firstMatch(of: /set check\.waivers: (.+)/)).1
        #expect(isElsewhere || setting == "accepted.yaml", "\(draft.errors)")
        let written = isElsewhere ? "accepted.yaml" : "pipelines/accepted.yaml"
        let reasoned = String(decoding: try place.bytes(written), as: UTF8.self)
        try place.write(reasoned.replacing(#"reason: """#, with: "reason: meant so"), written)
        let text = try String(contentsOfFile: place.path("pipelines/p.yaml"), encoding: .utf8)
        try place.write(
            text.replacing("check: {", with: "check: { waivers: '\(setting)',"), "pipelines/p.yaml")
        let accepted = try await check("--json")
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(try accepted.json()["summary"]?["waived"] == 2)
    }

    @Test("a draft never replaces a file that is not the one in force")
    func strangersFile() async throws {
        try place.write("mine", "accepted.yaml")
        let run = try await check("--write-waivers", place.path("accepted.yaml"))
        #expect(run.status == 2, "\(run.errors)")
        #expect(try place.bytes("accepted.yaml") == Array("mine".utf8))
    }

    @Test("rules lists what a pipeline sets, without a database to reach")
    func rules() async throws {
        let other = try place.write(
            "pull: { source: supabase, database: \"${NOT_SET}\" }\ncheck: { rules: { image-blurry: off } }",
            "q.yaml")
        let run = try await Program.run([
            "rules", other, "--json", "--set", "check.rules.image-dark.max_brightness=0.2",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let rules = try #require(try run.json()["rules"]?.array)
        #expect(rules.first { $0["id"] == "image-blurry" }?["on"] == false)
        #expect(
            rules.first { $0["id"] == "image-dark" }?["thresholds"]?.array?.first?["value"]?.double == 0.2)
        let wrong = try await Program.run(["rules", other, "--set", "check.rules.image-dork=off"])
        #expect(wrong.status == 2 && wrong.errors.contains("did you mean image-dark?"), "\(wrong.errors)")
    }
}
