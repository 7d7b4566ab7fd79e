import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct SplitTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func split(
        _ items: [ManifestEntry], _ parts: Int, as format: Pack.ExportFormat = .payload,
        maxBytes: Int64? = nil
    ) throws -> [Pack.Packed] {
        var order = scene.order
        order.options = Pack.Options(as: format, parts: parts)
        order.maxBytes = maxBytes
        return try Pack(store: scene.store)(
            scene.prepared(items), order, into: ExportDirectory(scene.out, for: format, parts: parts))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scene.out).sorted()
    }

    @Test(arguments: [1, 2, 3, 8, 9], [Pack.ExportFormat.payload, .folder])
    func thePartsAreTheWhole(_ count: Int, _ format: Pack.ExportFormat) throws {
        let items = try scene.oddItems()
        let whole = try scene.pack(items, into: "whole")
        let parts = try split(items, count, as: format)
        #expect(parts.count == count)
        var images: [ManifestImage] = []
        for part in parts {
            let outcome = try Verify()(part.directory)
            #expect(outcome.mismatches == [] && outcome.format == format)
            #expect(!outcome.manifest.images.isEmpty && outcome.manifest.head == part.head)
            images += outcome.manifest.images
        }
        #expect(images == whole.images)
        let trained = parts.map { $0.head.training["output_name"]?.string ?? "" }
        #expect(Set(trained).count == count)
        if count == 3 {
            #expect(try names() == ["1-of-3", "2-of-3", "3-of-3"])
            #expect(trained == ["harbour_v1_1of3", "harbour_v1_2of3", "harbour_v1_3of3"])
        }
    }

    @Test func namesAreAsWideAsTheLast() throws {
        let items = try (0..<12).map { try scene.item("\($0)", "a.jpg", Array("p\($0)".utf8)) }
        let parts = try split(items, 12)
        #expect(try names().first == "01-of-12" && names().last == "12-of-12")
        #expect(parts[0].head.training["output_name"] == "harbour_v1_01of12")
    }

    @Test func anEarlierSplitGoes() throws {
        let items = try scene.oddItems()
        _ = try split(items, 3)
        _ = try split(items, 2)
        #expect(try names() == ["1-of-2", "2-of-2"])
        _ = try scene.pack(items)
        #expect(try names() == ["manifest.lock.json", "payload.json"])
        _ = try split(items, 2, as: .folder)
        #expect(try names() == ["1-of-2", "2-of-2"])
        #expect(try Verify()(scene.out + "/2-of-2").mismatches == [])
    }

    @Test func strangersInAPartAreNotTouched() throws {
        let items = try scene.oddItems()
        _ = try split(items, 2)
        try scene.directory.write("mine", "out/1-of-2/notes.txt")
        let error = #expect(throws: PackError.self) { try split(items, 2) }
        #expect(error?.message.contains("notes.txt") == true)
        _ = try split(items, 3)
        #expect(try names() == ["1-of-2", "1-of-3", "2-of-3", "3-of-3"])
        #expect(try scene.directory.bytes("out/1-of-2/notes.txt") == Array("mine".utf8))
    }

    @Test func thereAreNoMorePartsThanPictures() throws {
        let items = try scene.oddItems()
        let error = #expect(throws: PackError.self) { try split(items, 10) }
        #expect(error?.message == "9 picture(s) can't be split into 10 payloads")
        #expect(!FileManager.default.fileExists(atPath: scene.out))
    }

    @Test func theExactSizeIsKnownBeforeAnythingIsWritten() throws {
        let items = try scene.oddItems()
        let bytes = try scene.pack(items, into: "whole").payload.bytes
        let error = #expect(throws: PayloadTooLarge.self) { try split(items, 1, maxBytes: bytes - 1) }
        #expect(error?.bytes == bytes && error?.limit == bytes - 1 && error?.fitting == 2)
        #expect(error?.hint.contains("--split 2") == true)
        #expect(!FileManager.default.fileExists(atPath: scene.out))
        // The control: one byte more, and it is written.
        #expect(try split(items, 1, maxBytes: bytes)[0].head.payload.bytes == bytes)
    }

    @Test func theLimitHoldsForEachPart() throws {
        let items = try scene.oddItems()
        let largest = try split(items, 4).map(\.head.payload.bytes).max() ?? 0
        let error = #expect(throws: PayloadTooLarge.self) { try split(items, 4, maxBytes: largest - 1) }
        #expect(error?.bytes == largest && error?.parts == 4)
        #expect(try names().count == 4)
        let single = #expect(throws: PayloadTooLarge.self) { try split(items, 1, maxBytes: 400_000) }
        #expect(single?.fitting == nil && single?.hint.contains("--split") == false)
        if let fitting = #expect(
            throws: PayloadTooLarge.self,
            performing: {
                try split(items, 1, maxBytes: 600_000)
            })?.fitting
        {
            #expect(try split(items, fitting, maxBytes: 600_000).count == fitting)
            #expect(throws: PayloadTooLarge.self) { try split(items, fitting - 1, maxBytes: 600_000) }
        } else {
            Issue.record("no split is named")
        }
    }
}
