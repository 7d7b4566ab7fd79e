import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct LockTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    @Test func theLockSaysWhatWentInAndHow() throws {
        let bytes = Array("first picture".utf8)
        let item = try scene.item("row 1", "a.jpg", bytes, caption: " h4rbour \n")
        try scene.pack([item])
        let payload = try scene.directory.bytes("out/payload.json")
        let lock = try JSONValue(parsing: scene.directory.bytes("out/manifest.lock.json"))
        let hex = Digest.of(bytes).hex
        let expected = """
            {"schema":"lorapipe.lock/1",
            "payload":{"sha256":"\(Digest.of(payload).hex)","bytes":\(payload.count),"images":1},
            "training":{"output_name":"harbour_v1","network_dim":16,"network_alpha":1.0,
            "learning_rate":0.00005,"max_train_epochs":16,"seed":7,"resolution":[1024,1024]},
            "recipe":\(Recipe().json.text()),"tools":{"libvips":"8.14.1"},
            "dataset":{"id":"ds 1","name":"Hafen é","trigger":"h4rbour"},
            "images":[{"row":"row 1","source":{"location":"https://h/row 1/a.jpg",
            "sha256":"\(Digest.of("source row 1").hex)","bytes":99,
            "width":3840,"height":2160,"format":"jpeg"},
            "crop":{"left":840,"top":0,"width":2161,"height":2160},"scale":0.474074,
            "prepared":{"filename":"a-\(hex.prefix(12)).png","sha256":"\(hex)","bytes":13,
            "width":1024,"height":1024},
            "caption":{"sha256":"\(Digest.of("h4rbour").hex)"}}]}
            """
        let members = try #require(lock.members)
        #expect(JSONValue.object(members.dropLast()) == (try JSONValue(parsing: expected)))
        #expect(members.last?.key == "seal")
    }

    /// A file without content that claims to be longer than any lock: it takes no disk, and no memory either.
    @Test func aLockAboveTheLimitIsNotRead() throws {
        let path = try scene.directory.write("{", "huge.json")
        try #require(truncate(path, (off_t(1) << 30) + 1) == 0)
        let error = #expect(throws: ManifestError.self) { try ExportLock.read(path) }
        #expect(error.map { "\($0)".contains("above the limit of 1024 MiB") } == true)
        // The control: a short one is read, and is no lock for another reason.
        try #require(truncate(path, 2) == 0)
        let other = #expect(throws: ManifestError.self) { try ExportLock.read(path) }
        #expect(other.map { "\($0)".contains("limit") } == false)
    }

    @Test func itHoldsNoSecret() throws {
        try scene.packTwo()
        let text = String(decoding: try scene.directory.bytes("out/manifest.lock.json"), as: UTF8.self)
        #expect(!text.contains("geheim") && !text.contains(scene.directory.path))
        // The control: the rows did hold one.
        #expect(try scene.item("1", "a", []).row.row.image.contains("geheim"))
    }

    @Test func aFolderNamesThePayloadToo() throws {
        let payload = try scene.packTwo()
        #expect(payload.export == nil)
        let folder = try scene.packTwo(as: .folder)
        #expect(folder.payload == payload.payload && folder.images == payload.images)
        #expect(folder.export?.format == "folder" && folder.export?.files.map(\.path) == ["dataset.toml"])
        let text = String(decoding: try scene.directory.bytes("out/manifest.lock.json"), as: UTF8.self)
        #expect(try Manifest(text: text).export == folder.export && text == folder.text)
    }
}
