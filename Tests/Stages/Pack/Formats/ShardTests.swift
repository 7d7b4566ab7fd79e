import Dataset
import Foundation
import Store
import TestKit
import Testing

@testable import Pack

@Suite struct ShardTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func members(_ path: String) throws -> [(name: String, content: [UInt8])] {
        let bytes = try scene.directory.bytes(path)
        var members: [(String, [UInt8])] = []
        var at = 0
        while let member = TarMember(header: Array(bytes[at..<min(bytes.count, at + 512)])) {
            members.append((member.name, Array(bytes[at + 512..<at + 512 + Int(member.size)])))
            at += Int(member.span)
        }
        #expect(bytes.count - at == 1024 && bytes[at...].allSatisfy { $0 == 0 })
        return members
    }

    private func write(_ items: [ManifestEntry], limit: Int64) throws -> [ExportFile] {
        try FileManager.default.createDirectory(atPath: scene.out, withIntermediateDirectories: true)
        var exporter = try WebDatasetExporter(
            Staging(scene.out, imagesIn: scene.store.objects), limit: limit)
        for item in items {
            var entry = item
            entry.filename = FileName.prepared(item.row.row.name, item.prepared)
            try exporter.add(entry)
        }
        return try exporter.finish()
    }

    @Test func aSampleIsAPictureItsCaptionAndItsFacts() throws {
        let items = try scene.oddItems() + [scene.item("x", "a.b.c.jpg", [1, 2, 3], caption: "dots")]
        let manifest = try scene.pack(items, as: .webdataset)
        let found = try members("out/shards/shard-000000.tar")
        #expect(found.count == 3 * items.count)
        for (position, image) in manifest.images.enumerated() {
            let sample = Array(found[position * 3..<position * 3 + 3])
            let key = String(image.filename.dropLast(4).map { $0 == "." ? "~" : $0 })
            #expect(sample.map(\.name) == [key + ".png", key + ".txt", key + ".json"])
            #expect(Digest.of(sample[0].content) == image.prepared.digest)
            #expect(Digest.of(sample[1].content) == image.caption)
            let facts = try JSONValue(parsing: sample[2].content)
            #expect(facts["row"]?.string == image.row && facts["filename"]?.string == image.filename)
            #expect(facts["source"]?.string?.contains("geheim") == false)
        }
        #expect(found.contains { $0.name.hasPrefix("a~b~c-") })
    }

    @Test func noSampleIsSplitAndNoShardIsLargerThanItMayBe() throws {
        let items = try (0..<7).map { try scene.item("\($0)", "\($0).jpg", Array("picture \($0)".utf8)) }
        // A sample of a small picture is three headers and three blocks.
        let sample: Int64 = 6 * 512
        #expect(
            try write(items, limit: 3 * sample + 1024).map(\.bytes) == [3, 3, 1].map { $0 * sample + 1024 })
        #expect(
            try scene.directory.names(under: "out/shards")
                == ["shard-000000.tar", "shard-000001.tar", "shard-000002.tar"])
        #expect(try members("out/shards/shard-000002.tar").count == 3)
        // One byte less, and only two fit; a sample that is larger than a shard has one to itself.
        try FileManager.default.removeItem(atPath: scene.out)
        #expect(try write(items, limit: 3 * sample + 1023).map(\.bytes).count == 4)
        try FileManager.default.removeItem(atPath: scene.out)
        #expect(try write(items, limit: 1).count == 7)
    }

    @Test func differentNamesKeepDifferentKeys() {
        #expect(WebDatasetExporter.key(of: "a.b-1.png") != WebDatasetExporter.key(of: "a_b-1.png"))
        #expect(WebDatasetExporter.key(of: "a.b-1.png") == "a~b-1")
        #expect(
            WebDatasetExporter.key(of: "__-1.png") == "~_-1"
                && WebDatasetExporter.key(of: "_a-1.png") == "_a-1")
        // What stands for a dot is in no prepared picture's name.
        #expect(FileName.safeStem(of: "a~b.png") == "a_b")
        #expect(FileName.safeStem(of: "._a.png") == "_a")
    }

    @Test func theLongestNameFits() throws {
        let long = try scene.item("1", String(repeating: "x", count: 300) + ".jpg", [1])
        let name = FileName.prepared(long.row.row.name, long.prepared, copy: 1_000_000_000)
        #expect(TarMember(name: "\(WebDatasetExporter.key(of: name)).json", size: 1).header.count == 512)
    }

    @Test func aHeaderWithAFlippedBitIsNone() {
        let header = TarMember(name: "a.png", size: 600).header
        #expect(TarMember(header: header) == TarMember(name: "a.png", size: 600))
        for position in header.indices {
            var changed = header
            changed[position] ^= 1
            #expect(TarMember(header: changed) == nil, "byte \(position)")
        }
    }
}
