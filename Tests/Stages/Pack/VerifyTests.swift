import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct VerifyTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    @Test(arguments: [
        (#""filename":"b"#, #""filename":"c"#, "images[1]", "the file name differs from the lock"),
        ("\"data\":\"c2", "\"data\":\"d2", "images[1]", "the picture's bytes differ from the lock"),
        ("\"data\":\"c2", "\"data\":\"*2", "images[1]", "the picture's bytes differ from the lock"),
        ("\"data\":\"Zm", "\"data\":\"Zn", "images[0]", "the picture's bytes differ from the lock"),
        ("caption two", "caption TWO", "images[1]", "the caption differs from the lock"),
        ("caption one", "caption \\u006fne ", "images[0]", "the caption differs from the lock"),
        ("0.00005", "0.00006", "payload.json", "the training parameters differ from the lock"),
        ("[1024,1024]}", "[1024,1024]}\n", "payload.json", "the training parameters differ from the lock"),
    ]) func aChangeIsNamedWithItsPlace(_ old: String, _ new: String, _ place: String, _ what: String) throws {
        try scene.packTwo()
        try scene.change("out/payload.json", old, new)
        let mismatches = try scene.verify().mismatches
        #expect(mismatches.first.map { $0.hasPrefix(place) && $0.hasSuffix(what) } == true, "\(mismatches)")
        if place != "payload.json" {
            let row = place == "images[0]" ? "1" : "2"
            #expect(mismatches.first?.contains("(row \(row))") == true)
        }
        #expect(mismatches.contains { $0.contains("has the digest") })
        #expect(
            mismatches.contains { $0.contains(" bytes; the lock says ") }
                == (old.utf8.count != new.utf8.count))
    }

    @Test func anyByteOfThePayloadCounts() throws {
        try scene.packTwo()
        let bytes = try scene.directory.bytes("out/payload.json")
        #expect(try scene.verify().mismatches == [])
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x01
            try scene.directory.write(changed, "out/payload.json")
            let mismatches = try scene.verify().mismatches
            #expect(mismatches.count >= 2 || mismatches.first?.contains("digest") == true, "byte \(position)")
            #expect(!mismatches.isEmpty, "byte \(position)")
        }
    }

    @Test func aCutPayloadIsNamedAtAnyLength() throws {
        try scene.packTwo()
        let bytes = try scene.directory.bytes("out/payload.json")
        for length in [0, 1, 11, 40, 60, 120, bytes.count - 30, bytes.count - 1] {
            try scene.directory.write(bytes.prefix(length), "out/payload.json")
            let mismatches = try scene.verify().mismatches
            #expect(mismatches.contains("payload.json holds \(length) bytes; the lock says \(bytes.count)"))
            #expect(mismatches.count == 3, "\(length): \(mismatches)")
        }
    }

    @Test func aLargePictureIsComparedAcrossReads() throws {
        let items = try scene.oddItems()
        try scene.pack(items)
        var bytes = try scene.directory.bytes("out/payload.json")
        // In the middle of the largest picture's base64, far behind the first read.
        let manifest = try scene.verify().manifest
        let largest = try #require(manifest.images.firstIndex { $0.prepared.bytes == 400_000 })
        let text = String(decoding: bytes, as: UTF8.self)
        let name = try #require(text.firstRange(of: manifest.images[largest].filename))
        let position = text.utf8.distance(from: text.startIndex, to: name.upperBound) + 300_000
        bytes[position] = bytes[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        try scene.directory.write(bytes, "out/payload.json")
        let mismatches = try scene.verify().mismatches
        #expect(mismatches.count == 2 && mismatches[0].hasPrefix("images[\(largest)]"), "\(mismatches)")
    }

    @Test func aChangedLockIsRefused() throws {
        try scene.packTwo()
        try scene.change("out/manifest.lock.json", "8.14.1", "8.14.2")
        #expect(throws: ManifestError.self) { try scene.verify() }
        try scene.change("out/manifest.lock.json", "8.14.2", "8.14.1")
        #expect(try scene.verify().mismatches == [])
        try scene.directory.write([0xFF, 0xFE], "out/manifest.lock.json")
        #expect(throws: ManifestError.damaged("it is not UTF-8")) { try scene.verify() }
    }

    @Test func whatIsMissingIsNamed() throws {
        let error = #expect(throws: PackError.self) { try scene.verify() }
        #expect(error?.message.contains("manifest.lock.json is missing") == true)
        try scene.packTwo()
        try FileManager.default.removeItem(atPath: scene.out + "/payload.json")
        #expect(try scene.verify().mismatches == ["payload.json is missing, and so is images/"])
    }
}
