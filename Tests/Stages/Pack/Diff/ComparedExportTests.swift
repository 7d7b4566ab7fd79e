import Dataset
import Foundation
import Pack
import TestKit
import Testing

@Suite struct ComparedExportTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func side(_ folder: String) throws -> ComparedExport {
        try ComparedExport(at: scene.directory.path(folder))
    }

    private func items(_ second: String) throws -> [ManifestEntry] {
        [
            try scene.item("1", "a.jpg", Array("first picture".utf8), caption: "caption one"),
            try scene.item("2", "b.jpg", Array("second picture".utf8), caption: second),
        ]
    }

    @Test(arguments: [Pack.ExportFormat.payload, .folder]) func captionsAreReadWhereTheyDiffer(
        _ format: Pack.ExportFormat
    )
        throws
    {
        try scene.pack(try items(" old \"text\"\n"), into: "a")
        try scene.pack(try items("new\ntext é"), as: format, into: "b")
        let diff = try side("a").difference(to: side("b"))
        #expect(diff.rows.map(\.row) == ["2"])
        #expect(Set(diff.texts.values) == ["old \"text\"", "new\ntext é"])
        let json = diff.json(.init("a", "b"))
        #expect(json["schema"] == "lorapipe.diff/1" && json["same"] == false && json["unchanged"] == 1)
        let row = try #require(json["rows"]?.array?.first)
        #expect(
            row["caption"]?["from"]?["text"] == "old \"text\""
                && row["caption"]?["to"]?["text"] == "new\ntext é")
        #expect(try JSONValue(parsing: json.text()) == json)
    }

    @Test func aLockAloneIsComparedWithoutTexts() throws {
        try scene.pack(try items("old"), into: "a")
        try scene.pack(try items("new"), into: "b")
        let lock = try side("a/manifest.lock.json")
        let diff = try lock.difference(to: side("b"))
        #expect(Array(diff.texts.values) == ["new"] && diff.rows.count == 1)
    }

    @Test func aDamagedSideIsSaidToBeOne() throws {
        try scene.pack(try items("old"), into: "a")
        try scene.change("a/payload.json", "caption one", "caption 0ne")
        #expect(try side("a").mismatches.first?.contains("the caption differs from the lock") == true)
        try scene.change("a/manifest.lock.json", "8.14.1", "8.14.2")
        #expect(throws: ManifestError.self) { try side("a") }
        #expect(throws: ManifestError.self) { try side("a/manifest.lock.json") }
        let missing = #expect(throws: PackError.self) { try side("nowhere") }
        #expect(missing?.message.contains("nowhere") == true)
    }
}
