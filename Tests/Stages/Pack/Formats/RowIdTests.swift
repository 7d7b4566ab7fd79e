import Dataset
import Foundation
import Pack
import TestKit
import Testing

@Suite struct RowIdTests {
    /// Readers that guess types take a column of these for numbers, and give 12, 100000 and rounded ones back.
    private static let ids = ["0012", "12345678901234567890123", "1e5", "9223372036854775807"]

    @Test(.needs(.python), arguments: [Pack.ExportFormat.imagefolder, .croissant, .webdataset])
    func idsThatLookLikeNumbersStayWhatTheyAre(_ format: Pack.ExportFormat) async throws {
        let scene = try PackScene()
        let sample = URL(fileURLWithPath: "\(Program.root)/samples/harbour/poster-moon.png")
        let picture = [UInt8](try Data(contentsOf: sample))
        let items = try Self.ids.map { try scene.item($0, "\($0).png", picture, caption: "row \($0)") }
        try scene.pack(items, as: format)
        try scene.pack(items, into: "sent")
        try await PythonPeer.run(
            "Tests/EndToEnd/open_exit.py",
            [
                format.rawValue, scene.out, scene.directory.path("sent/payload.json"),
                scene.directory.path("scratch"),
            ]
        ) { answer in
            let pictures = answer["pictures"]?.array ?? []
            #expect(pictures.map { $0["row"]?.string } == Self.ids)
            #expect(pictures.map { $0["caption"]?.string } == Self.ids.map { "row \($0)" })
        }
    }
}
