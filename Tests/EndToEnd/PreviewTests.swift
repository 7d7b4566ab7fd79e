import Dataset
import Foundation
import TestKit
import Testing

@Suite("The contact sheet")
struct PreviewTests {
    private func scene(_ pictures: String) throws -> (place: TemporaryDirectory, pipeline: String) {
        let place = try TemporaryDirectory("preview")
        return (
            place,
            try place.write("pull: { source: folder, path: \(pictures), trigger: h4rbour }", "faults.yaml")
        )
    }

    /// Into a folder that is there.
    private func preview(_ place: TemporaryDirectory, _ pipeline: String, _ more: [String] = []) async throws
        -> Program.Outcome
    {
        try FileManager.default.createDirectory(
            atPath: place.path("out"), withIntermediateDirectories: true)
        return try await Program.run(
            [
                "datasets", "preview", pipeline, "--out", place.path("out/sheet"), "--state",
                place.path("state"),
            ]
                + more)
    }

    private func kept(_ place: TemporaryDirectory) throws -> Int {
        try place.names(under: "state").count { $0.wholeMatch(of: /.*\/[0-9a-f]{60,64}/) != nil }
    }

    @Test("the planted faults: the first twelve rows, then all; nothing of the source is changed")
    func faults() async throws {
        let sample = "\(Program.root)/samples/harbour-faults"
        let (place, pipeline) = try scene(sample)
        let before = try Self.content(of: sample)
        let run = try await preview(place, pipeline)
        #expect(run.status == 0, "\(run.errors)")
        let files = ["html", "png"].map { place.path("out/sheet.\($0)") }
        #expect(
            run.output
                == "preview  12 of 16 row(s) · 5 without a usable picture · \(files.joined(separator: " · "))\n"
        )
        let page = String(decoding: try place.bytes("out/sheet.html"), as: UTF8.self)
        #expect(page.ranges(of: "<article").count == 12 && page.contains("the file is a GIF"))
        let first = try place.bytes("out/sheet.png")
        #expect(first.starts(with: [0x89, 0x50, 0x4E, 0x47]))

        let all = try await preview(place, pipeline, ["--all", "--json"])
        #expect(all.status == 0)
        let told = try all.json()
        #expect(told["schema"] == "lorapipe.preview/1" && told["rows"] == 16 && told["shown"] == 16)
        #expect(told["without_picture"] == 7 && told["files"] == .array(files.map { .string($0) }))
        #expect(try place.bytes("out/sheet.png") != first)

        let again = try await preview(place, pipeline, ["--rows", "12"])
        #expect(again.status == 0)
        #expect(try place.bytes("out/sheet.png") == first)
        #expect(try place.names(under: "out") == ["sheet.html", "sheet.png"])
        #expect(try Self.content(of: sample) == before)
    }

    @Test("only the pictures that are shown are fetched")
    func onlyShown() async throws {
        let (place, pipeline) = try scene("\(Program.root)/samples/harbour")
        _ = try await preview(place, pipeline, ["--rows", "2"])
        // Two pictures and their small copies.
        #expect(try kept(place) == 4)
        _ = try await preview(place, pipeline, ["--all"])
        #expect(try kept(place) > 20)
    }

    @Test("hostile captions and names become text")
    func hostile() async throws {
        let (place, pipeline) = try scene("pictures")
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg"))
        let captions = [
            "<b>&": "h4rbour <b>&", "span": "<span size=\"999999\">h4rbour</span>",
            "control": "h4rbour a\u{0}b\u{1B}[31m",
            "mega": String(repeating: "h4rbour, a boat ", count: 70_000), "right": "\u{202E}סירה h4rbour",
            "zalgo": "e" + String(repeating: "\u{301}", count: 10_000),
        ]
        for (name, caption) in captions {
            try place.write(picture, "pictures/\(name).jpg")
            try place.write(caption, "pictures/\(name).txt")
        }
        let run = try await preview(place, pipeline, ["--json"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try run.json()["shown"] == 6)
        let page = String(decoding: try place.bytes("out/sheet.html"), as: UTF8.self)
        #expect(page.contains("<bdi>&lt;b&gt;&amp;.jpg</bdi>"))
        #expect(page.contains("&lt;span size=&quot;999999&quot;&gt;<mark>h4rbour</mark>&lt;/span&gt;"))
        #expect(page.utf8.count < 1 << 20)
    }

    @Test("an empty dataset exits with 1, odd options with 2, and neither writes anything")
    func refused() async throws {
        let (place, pipeline) = try scene("pictures")
        try FileManager.default.createDirectory(
            atPath: place.path("pictures"), withIntermediateDirectories: true)
        let run = try await preview(place, pipeline, ["--json"])
        #expect(run.status == 1)
        #expect(try run.json()["error"]?["code"] == "empty")
        for odd in [["--all", "--rows", "3"], ["--rows", "0"], ["--out", "there/"]] {
            #expect(try await preview(place, pipeline, odd).status == 2)
        }
        #expect(try place.names(under: "out") == [])
        try place.write("x", "blocked")
        #expect(try await preview(place, pipeline, ["--out", place.path("blocked/sheet")]).status == 2)
        let nowhere = try await preview(place, pipeline, ["--out", place.path("nosuch/sheet")])
        #expect(
            nowhere.status == 2 && nowhere.lastError.contains("there is no directory"), "\(nowhere.errors)")
        #expect(!FileManager.default.fileExists(atPath: place.path("nosuch")))
    }

    private static func content(of folder: String) throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            content[name] = FileManager.default.contents(atPath: folder + "/" + name)
        }
        return content
    }
}
