import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct PlaceTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    @Test func twoRunsDoNotWriteIntoOneDirectory() throws {
        let first: ExportDirectory? = try ExportDirectory(scene.out, for: .payload)
        let error = #expect(throws: PackError.self) { try scene.packTwo() }
        #expect(error?.message.contains("another run") == true && error?.hint.contains("--out") == true)
        #expect(first != nil)
        _ = consume first
        // The control: it is free again when the first is done.
        try scene.packTwo()
    }

    @Test func aDirectoryThatWasMadeForNothingGoes() throws {
        do { _ = try ExportDirectory(scene.out, for: .payload) }
        #expect(!FileManager.default.fileExists(atPath: scene.out))
        try scene.directory.write("mine", "out/notes.txt")
        do { _ = try ExportDirectory(scene.out, for: .payload) }
        #expect(try scene.directory.names(under: "out") == ["notes.txt"])
    }

    /// A swap that was cut off after any of its renames is finished by whoever takes the directory next.
    @Test(arguments: 0...5) func aCutSwapIsFinished(_ renames: Int) throws {
        try scene.packTwo(as: .folder)
        let old = try scene.directory.bytes("out/manifest.lock.json")
        let third = try scene.item("3", "c.jpg", Array("third".utf8))
        try scene.pack([third], into: "new")
        let partial = "out/.lorapipe.partial"
        let steps = [
            ("manifest.lock.json", ".lorapipe.partial/old/manifest.lock.json"),
            ("images", ".lorapipe.partial/old/images"),
            ("dataset.toml", ".lorapipe.partial/old/dataset.toml"),
            (".lorapipe.partial/new/payload.json", "payload.json"),
            (".lorapipe.partial/locks/manifest.lock.json", "manifest.lock.json"),
        ]
        let files = FileManager.default
        for folder in ["new", "old", "locks"] {
            try files.createDirectory(
                atPath: scene.directory.path("\(partial)/\(folder)"), withIntermediateDirectories: true)
        }
        try files.copyItem(
            atPath: scene.directory.path("new/payload.json"),
            toPath: scene.directory.path("\(partial)/new/payload.json"))
        try files.copyItem(
            atPath: scene.directory.path("new/manifest.lock.json"),
            toPath: scene.directory.path("\(partial)/locks/manifest.lock.json"))
        let journal = JSONValue.array(
            steps.map { .array([.record(["from": .string($0.0), "to": .string($0.1)])]) })
        try scene.directory.write(journal.text(), "\(partial)/swap.json")
        for (from, to) in steps.prefix(renames) {
            try files.moveItem(atPath: "\(scene.out)/\(from)", toPath: "\(scene.out)/\(to)")
        }
        // In between there is no lock, or a whole export with one.
        if files.fileExists(atPath: scene.out + "/manifest.lock.json") {
            #expect(try scene.verify().mismatches == [] || renames == 5)
        }
        do { _ = try ExportDirectory(scene.out, for: .payload) }
        #expect(try scene.verify().mismatches == [] && scene.verify().format == .payload)
        #expect(try scene.directory.bytes("out/manifest.lock.json") != old)
        try scene.packTwo(as: .folder)
        #expect(try scene.verify().mismatches == [] && scene.verify().format == .folder)
        #expect(!files.fileExists(atPath: scene.directory.path(partial)))
    }

    @Test(arguments: ["../theirs", "/etc/hostname", "images/../../theirs"])
    func aJournalMovesNothingThatLiesElsewhere(_ path: String) throws {
        try scene.packTwo()
        try scene.directory.write("theirs", "theirs")
        func resume(_ from: String) throws {
            let journal = JSONValue.array([.array([.record(["from": .string(from), "to": "moved"])])])
            try scene.directory.write(journal.text(), "out/.lorapipe.partial/swap.json")
            _ = try ExportDirectory(scene.out, for: .payload)
        }
        let error = #expect(throws: StoreError.self) { try resume(path) }
        #expect(error?.message.contains("can't be read") == true)
        #expect(try scene.directory.bytes("theirs") == Array("theirs".utf8))
        #expect(!FileManager.default.fileExists(atPath: scene.out + "/moved"))
        // The control: a step that stays inside is carried out.
        try resume("payload.json")
        #expect(FileManager.default.fileExists(atPath: scene.out + "/moved"))
    }

    @Test func aRenameThatFailsIsUndone() throws {
        try scene.packTwo(as: .folder)
        let before = try scene.directory.bytes("out/manifest.lock.json")
        let place = try ExportDirectory(scene.out, for: .payload)
        // A directory of that name comes in the way after the place was looked at: it is a stranger's.
        try scene.directory.write("mine", "out/payload.json/x")
        let items = try scene.prepared([scene.item("3", "c.jpg", Array("third".utf8))])
        #expect(throws: PackError.self) {
            try Pack(store: scene.store)(items, scene.order, into: place)
        }
        #expect(try scene.directory.bytes("out/manifest.lock.json") == before)
        #expect(!FileManager.default.fileExists(atPath: scene.out + "/.lorapipe.partial"))
        #expect(try scene.directory.bytes("out/payload.json/x") == Array("mine".utf8))
    }
}
