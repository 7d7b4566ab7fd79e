import Dataset
import Foundation
import Store
import TestKit
import Testing

@testable import Pack

/// What is the same for each shape that an export comes in.
@Suite struct ExitTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func files(_ folder: String) throws -> [String: [UInt8]] {
        let names = try scene.directory.names(under: folder)
        return Dictionary(
            uniqueKeysWithValues: try names.filter {
                !Self.isDirectory(scene.directory.path("\(folder)/\($0)"))
            }
            .map { ($0, try scene.directory.bytes("\(folder)/\($0)")) })
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    @Test(arguments: Pack.ExportFormat.allCases) func theSameRowsGiveTheSameBytesAndOnePayload(
        _ format: Pack.ExportFormat
    )
        throws
    {
        let items = try scene.oddItems()
        let manifest = try scene.pack(items, as: format)
        try scene.pack(items, as: format, into: "elsewhere/again")
        let (first, second) = (try files("out"), try files("elsewhere/again"))
        #expect(first == second && first.count >= 2)
        #expect(manifest.payload == (try scene.pack(items, into: "payload")).payload)
        for (name, bytes) in first {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(scene.directory.path) && !text.contains("geheim"), "\(name)")
        }
    }

    @Test(arguments: Pack.ExportFormat.allCases) func eachShapeReplacesEachOther(_ format: Pack.ExportFormat)
        throws
    {
        try scene.packTwo(as: format)
        let alone = try scene.directory.names(under: "out")
        for earlier in Pack.ExportFormat.allCases {
            try scene.pack([scene.item("3", "c.jpg", Array("third".utf8))], as: earlier)
            #expect(try scene.verify().format == earlier && scene.verify().mismatches == [])
            try scene.packTwo(as: format)
            #expect(try scene.directory.names(under: "out") == alone, "after \(earlier)")
            #expect(try scene.verify().format == format && scene.verify().mismatches == [])
        }
    }

    @Test(arguments: Pack.ExportFormat.allCases) func anyByteCounts(_ format: Pack.ExportFormat) throws {
        try scene.packTwo(as: format)
        for (name, bytes) in try files("out") where name != "manifest.lock.json" {
            for position in stride(from: 0, to: bytes.count, by: bytes.count > 2000 ? 151 : 11) {
                var changed = bytes
                changed[position] ^= 1
                try scene.directory.write(changed, "out/\(name)")
                let mismatches = try scene.verify().mismatches
                #expect(!mismatches.isEmpty, "\(name), byte \(position)")
                #expect(mismatches.allSatisfy { $0.contains(name) || format == .payload }, "\(mismatches)")
            }
            try scene.directory.write(bytes.dropLast(), "out/\(name)")
            #expect(try !scene.verify().mismatches.isEmpty, "\(name), cut")
            try scene.directory.write(bytes + [0], "out/\(name)")
            #expect(try !scene.verify().mismatches.isEmpty, "\(name), longer")
            try FileManager.default.removeItem(atPath: "\(scene.out)/\(name)")
            #expect(try !scene.verify().mismatches.isEmpty, "\(name), missing")
            try scene.directory.write(bytes, "out/\(name)")
        }
        #expect(try scene.verify().mismatches == [])
    }

    @Test(arguments: [
        (
            Pack.ExportFormat.jsonl, "images.jsonl", "caption two",
            "line 2: the caption differs from the lock (row 2)"
        ),
        (.jsonl, "images.jsonl", "images/a", "line 1: it differs from the lock (row 1)"),
        (
            .imagefolder, "train/metadata.jsonl", "caption one",
            "line 1: the caption differs from the lock (row 1)"
        ),
        (.croissant, "train/metadata.jsonl", "\"sha256\":\"", "line 1: it can't be read (row 1)"),
        (.croissant, "croissant.json", "Hafen", "differs from the lock"),
        (.webdataset, "shards/shard-000000.tar", "second picture", "the picture b-"),
        (.webdataset, "shards/shard-000000.tar", "caption one", "the caption a-"),
        (.webdataset, "shards/shard-000000.tar", "\"row\":\"2\"", "the text b-"),
        (.webdataset, "shards/shard-000000.tar", "ustar", "byte 0 is not what was written there"),
        (.folder, "dataset.toml", "1024", "dataset.toml: the file differs from the lock"),
    ]) func whatDiffersIsNamed(_ format: Pack.ExportFormat, _ file: String, _ old: String, _ words: String)
        throws
    {
        try scene.packTwo(as: format)
        var bytes = try scene.directory.bytes("out/\(file)")
        let at = try #require(bytes.firstRange(of: Array(old.utf8)))
        // The last of the bytes, so that what a member is of stays as it is.
        bytes[at.upperBound - 1] ^= 1
        try scene.directory.write(bytes, "out/\(file)")
        let mismatches = try scene.verify().mismatches
        #expect(mismatches.count == 1 && mismatches[0].hasPrefix(file), "\(mismatches)")
        #expect(mismatches[0].contains(words), "\(mismatches)")
    }

    @Test(arguments: [(Pack.ExportFormat.webdataset, "shards"), (.imagefolder, "train"), (.jsonl, "images")])
    func strangersAreNeitherRemovedNorTaken(_ format: Pack.ExportFormat, _ folder: String) throws {
        try scene.packTwo(as: format)
        try scene.directory.write("mine", "out/\(folder)/holiday.jpg")
        #expect(try scene.verify().mismatches == ["\(folder)/holiday.jpg is not in the lock"])
        #expect(throws: PackError.self) { try scene.packTwo(as: format) }
        #expect(try scene.directory.bytes("out/\(folder)/holiday.jpg") == Array("mine".utf8))
        // The control: without the stranger it is written.
        try FileManager.default.removeItem(atPath: "\(scene.out)/\(folder)/holiday.jpg")
        try scene.packTwo(as: format)
    }

    @Test(arguments: Pack.ExportFormat.allCases.filter { $0 != .payload })
    func aLookIsGivenThePlaceOfEachPicture(_ format: Pack.ExportFormat) throws {
        let manifest = try scene.pack(scene.oddItems(), as: format)
        var rows: [String] = []
        let mismatches = try FormatComparison.mismatches(
            in: scene.out, against: manifest, try #require(manifest.export)
        ) { path, offset, image, place in
            let bytes = try FileBytes.read(path, at: offset, count: Int(image.prepared.bytes))
            #expect(Digest.of(bytes) == image.prepared.digest && place.contains("(row \(image.row))"))
            rows.append(image.row)
        }
        #expect(mismatches == [] && rows == manifest.images.map(\.row))
    }

    /// Where the trainer keeps its cache is not the export's.
    @Test(arguments: [Pack.ExportFormat.folder, .jsonl]) func aTrainersCacheIsLeftAlone(
        _ format: Pack.ExportFormat
    ) throws {
        try scene.packTwo(as: format)
        try scene.directory.write("latents", "out/cache/a.safetensors")
        #expect(try scene.verify().mismatches == [])
        try scene.packTwo(as: format)
        #expect(try scene.directory.bytes("out/cache/a.safetensors") == Array("latents".utf8))
    }
}
