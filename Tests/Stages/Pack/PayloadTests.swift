import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct PayloadTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    @Test func theBodyIsWhatAnotherHandWrites() throws {
        let items = try scene.oddItems()
        let manifest = try scene.pack(items)
        let escaped = [
            "plain", "", "trimmed", #"\"quoted\" \\ back/slash"#, "é 😀 e\u{301}",
            #"two\nlines\t\u0000\u007f"#,
        ]
        let pictures = try items.enumerated().map { position, item in
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: scene.store.objects.path(of: item.prepared.digest)))
            let name = "Bild_\(9 - position)-\(item.prepared.digest.hex.prefix(12)).png"
            return (
                name,
                "{\"filename\":\"" + name + "\",\"data\":\"" + bytes.base64EncodedString()
                    + "\",\"caption\":\""
                    + escaped[position % 6] + "\"}"
            )
        }
        let body =
            "{\"images\":[" + pictures.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: ",")
            + #"],"output_name":"harbour_v1","network_dim":16,"network_alpha":1.0,"learning_rate":0.00005,"#
            + #""max_train_epochs":16,"seed":7,"resolution":[1024,1024]}"#
        let written = try scene.directory.bytes("out/payload.json")
        #expect(written == Array(body.utf8))
        #expect(
            manifest.payload.digest == Digest.of(written) && manifest.payload.bytes == Int64(written.count))
        #expect(manifest.payload.images == 9)
        // It is JSON for any reader, Foundation's too.
        let read = try JSONSerialization.jsonObject(with: Data(written)) as? [String: Any]
        #expect((read?["images"] as? [[String: String]])?.count == 9)
        #expect(try scene.verify().mismatches == [])
    }

    @Test func noOrderOfRowsChangesTheExport() throws {
        let items = try scene.oddItems()
        try scene.pack(items)
        let orders = ["reversed": Array(items.reversed()), "turned": Array(items[4...] + items[..<4])]
        for (folder, order) in orders {
            try scene.pack(order, into: folder)
            for file in ["payload.json", "manifest.lock.json"] {
                #expect(
                    try scene.directory.bytes("\(folder)/\(file)") == scene.directory.bytes("out/\(file)"))
            }
        }
        // The control: another caption is another export.
        var other = items
        other[0].row.row.caption = "other"
        try scene.pack(other, into: "other")
        #expect(
            try scene.directory.bytes("other/manifest.lock.json")
                != scene.directory.bytes("out/manifest.lock.json"))
    }

    @Test func namesAreDistinctWhateverTheCaseOfLetters() throws {
        let (one, two) = (Array("one".utf8), Array("two".utf8))
        let hex = (Digest.of(one).short, Digest.of(two).short)
        let items = [
            try scene.item("1", "Boat.jpg", one), try scene.item("2", "boat.png", one),
            try scene.item("3", "BOAT", one), try scene.item("4", "boat.jpg", two),
            try scene.item("5", "b?at.jpg", one),
            try scene.item("6", "b*at.jpg", one),
        ]
        let manifest = try scene.pack(items)
        let named = Dictionary(uniqueKeysWithValues: manifest.images.map { ($0.row, $0.filename) })
        #expect(
            named == [
                "1": "Boat-\(hex.0).png", "2": "boat-\(hex.0)-2.png", "3": "BOAT-\(hex.0)-3.png",
                "4": "boat-\(hex.1).png", "5": "b_at-\(hex.0).png", "6": "b_at-\(hex.0)-2.png",
            ])
        let names = manifest.images.map(\.filename)
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(Set(names.map { $0.lowercased() }).count == 6)
        #expect(try scene.verify().mismatches == [])
    }

    @Test func anEmptyExportIsStillAWholeBody() throws {
        try scene.pack([])
        let text = String(decoding: try scene.directory.bytes("out/payload.json"), as: UTF8.self)
        #expect(text.hasPrefix(#"{"images":[],"output_name":"#))
        #expect(try scene.verify().mismatches == [])
    }

    @Test func aPictureThatIsGoneStopsItAndTheEarlierExportStays() throws {
        let item = try scene.item("1", "a.jpg", Array("x".utf8))
        try scene.pack([item])
        let before = try scene.directory.bytes("out/payload.json")
        let other = try scene.item("2", "b.jpg", Array("y".utf8))
        try FileManager.default.removeItem(atPath: scene.store.objects.path(of: other.prepared.digest))
        #expect(throws: StoreError.self) { try scene.pack([item, other]) }
        #expect(try scene.directory.bytes("out/payload.json") == before)
        #expect(try scene.verify().mismatches == [])
        // Nothing half-written is left behind, and where nothing stood, nothing stands.
        #expect(try scene.directory.names(under: "out") == ["manifest.lock.json", "payload.json"])
        #expect(throws: StoreError.self) { try scene.pack([other], into: "new") }
        #expect(!FileManager.default.fileExists(atPath: scene.directory.path("new")))
    }
}
