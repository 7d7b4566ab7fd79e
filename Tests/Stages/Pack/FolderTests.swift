import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct FolderTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    @Test func picturesAndCaptionsStandSideBySide() throws {
        let manifest = try scene.pack(scene.oddItems(), as: .folder)
        let names = manifest.images.flatMap { [$0.filename, $0.filename.dropLast(3) + "txt"] }
        #expect(
            try scene.directory.names(under: "out")
                == (["dataset.toml", "images", "manifest.lock.json"] + names.map { "images/" + $0 }).sorted())
        for image in manifest.images {
            #expect(
                Digest.of(try scene.directory.bytes("out/images/\(image.filename)")) == image.prepared.digest)
            let caption = try scene.directory.bytes("out/images/\(image.filename.dropLast(3))txt")
            #expect(Digest.of(caption) == image.caption)
        }
        let outcome = try scene.verify()
        #expect(outcome.format == .folder && outcome.mismatches == [])
    }

    @Test func anEarlierExportIsReplacedWhole() throws {
        try scene.packTwo(as: .folder)
        try scene.directory.write("left by a run that was killed", "out/.lorapipe.partial/new/x")
        try scene.pack([scene.item("3", "c.jpg", Array("third".utf8))], as: .folder)
        #expect(try scene.directory.names(under: "out").count == 5)
        #expect(try scene.verify().mismatches == [])
    }

    @Test func strangersFilesAreNeitherRemovedNorMixedIn() throws {
        try scene.packTwo(as: .folder)
        let before = try scene.directory.bytes("out/manifest.lock.json")
        try scene.directory.write("mine", "out/images/holiday.jpg")
        let error = #expect(throws: PackError.self) { try scene.packTwo(as: .folder) }
        #expect(error?.message.contains("holiday.jpg") == true && error?.hint.contains("--out") == true)
        #expect(try scene.directory.bytes("out/images/holiday.jpg") == Array("mine".utf8))
        // A refusal touches nothing: the earlier export is as it was.
        #expect(try scene.directory.bytes("out/manifest.lock.json") == before)
        #expect(try scene.verify().mismatches == ["images/holiday.jpg is not in the lock"])
        // The control: without the stranger it is written.
        try FileManager.default.removeItem(atPath: scene.directory.path("out/images/holiday.jpg"))
        try scene.packTwo(as: .folder)
    }

    @Test func theOtherShapeOfAnEarlierExportDoesNotStay() throws {
        try scene.packTwo(as: .payload)
        let third = try scene.item("3", "c.jpg", Array("third".utf8))
        try scene.pack([third], as: .folder)
        #expect(try scene.verify().format == .folder)
        #expect(try scene.verify().mismatches == [])
        #expect(!FileManager.default.fileExists(atPath: scene.out + "/payload.json"))
        try scene.packTwo(as: .payload)
        #expect(try scene.verify().format == .payload && scene.verify().mismatches == [])
        #expect(try scene.directory.names(under: "out") == ["manifest.lock.json", "payload.json"])
    }

    @Test func aPayloadLeavesStrangersPicturesAlone() throws {
        try scene.directory.write("mine", "out/images/holiday.jpg")
        try scene.packTwo(as: .payload)
        #expect(try scene.directory.bytes("out/images/holiday.jpg") == Array("mine".utf8))
        #expect(try scene.verify().mismatches == [])
    }

    @Test(arguments: ["missing", "changed", "caption", "extra"]) func verifyNamesThePlace(_ fault: String)
        throws
    {
        let image = try scene.packTwo(as: .folder).images[1]
        let stem = String(image.filename.dropLast(4))
        let expected: String
        switch fault {
        case "missing":
            try FileManager.default.removeItem(atPath: scene.out + "/images/" + image.filename)
            expected = "images/\(image.filename) is missing (row 2)"
        case "changed":
            try scene.change("out/images/\(image.filename)", "second", "Second")
            expected = "images/\(image.filename): the picture differs from the lock (row 2)"
        case "caption":
            try scene.change("out/images/\(stem).txt", "two", "2")
            expected = "images/\(stem).txt: the caption differs from the lock (row 2)"
        default:
            try scene.directory.write("x", "out/images/zzz.png")
            expected = "images/zzz.png is not in the lock"
        }
        #expect(try scene.verify().mismatches == [expected])
    }
}
