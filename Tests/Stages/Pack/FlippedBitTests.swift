import Dataset
import Foundation
import Pack
import TestKit
import Testing

@Suite("A flipped bit is found, and told with its file") struct FlippedBitTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    /// Flips one bit at each of many places of a file, one after another, and puts each back.
    private func flip(
        _ name: String, every step: Int, _ look: (Int) throws -> Void
    ) throws {
        let bytes = try scene.directory.bytes(name)
        for (turn, position) in stride(from: 0, to: bytes.count, by: step).enumerated() {
            var changed = bytes
            changed[position] ^= 1 << UInt8(turn % 8)
            try scene.directory.write(changed, name)
            try look(position)
        }
        try scene.directory.write(bytes, name)
    }

    @Test func inThePayload() throws {
        try scene.pack(try scene.oddItems())
        try flip("out/payload.json", every: 40_009) { position in
            let mismatches = try scene.verify().mismatches
            #expect(mismatches.contains { $0.hasPrefix("payload.json has the digest") }, "byte \(position)")
            #expect(mismatches.count > 1, "byte \(position)")
        }
        #expect(try scene.verify().mismatches == [])
    }

    @Test func inTheLock() throws {
        try scene.packTwo()
        let name = "out/manifest.lock.json"
        let lines = String(decoding: try scene.directory.bytes(name), as: UTF8.self).split(separator: "\n")
        var told = 0
        try flip(name, every: 29) { position in
            let error = #expect(throws: ManifestError.self, "byte \(position)") { try scene.verify() }
            guard case .damaged(let why) = error, why.contains("one flipped bit") else { return }
            told += 1
            guard let place = why.firstMatch(of: /byte (\d+), where line (\d+) was (.*) and is/) else {
                return
            }
            #expect(Int(place.1) == position)
            let line = lines[(Int(place.2) ?? 1) - 1].drop { $0 == " " }
            #expect(place.3 == line, "byte \(position)")
        }
        // All but flips in the schema's own name, which read as another version.
        #expect(told > lines.joined().utf8.count / 29 - 4)
        #expect(try scene.verify().mismatches == [])
    }

    @Test func twoFlippedBitsOfALockAreFoundWithoutAPlace() throws {
        try scene.packTwo()
        try scene.change("out/manifest.lock.json", "8.14.1", "8.15.2")
        let error = #expect(throws: ManifestError.self) { try scene.verify() }
        #expect(
            error?.description.contains("seal") == true && error?.description.contains("flipped") == false)
    }

    @Test func inAPictureOrACaptionOfAFolder() throws {
        let manifest = try scene.packTwo(as: .folder)
        for image in manifest.images {
            let caption = image.filename.dropLast(3) + "txt"
            for (name, what) in [(image.filename, "the picture"), (String(caption), "the caption")] {
                try flip("out/images/\(name)", every: 1) { position in
                    let expected = "images/\(name): \(what) differs from the lock (row \(image.row))"
                    let mismatches = try scene.verify().mismatches
                    #expect(mismatches == [expected], "byte \(position)")
                }
            }
        }
        #expect(try scene.verify().mismatches == [])
    }
}
