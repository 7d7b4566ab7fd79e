import Dataset
import Foundation
import MusubiAPI
import Pack
import TestKit

@testable import Store

/// A store of a test's own with prepared pictures in it. Packing opens none, so any bytes will do for one.
final class PackScene {
    let directory: TemporaryDirectory
    let store: Store
    var order = Pack.Configuration(
        dataset: DatasetInfo(id: "ds 1", name: "Hafen é", trigger: "h4rbour"),
        training: TrainingParameters(outputName: "harbour_v1", seed: 7), recipe: Recipe(),
        tools: .record(["libvips": "8.14.1"]))

    init() throws {
        directory = try TemporaryDirectory("pack")
        store = try Store(at: directory.path("state"))
    }

    var out: String { directory.path("out") }

    /// A row whose prepared picture is these bytes.
    func item(_ id: String, _ name: String, _ bytes: [UInt8], caption: String? = "h4rbour, a boat") throws
        -> ManifestEntry
    {
        let kept = try store.objects.keep(bytes)
        let plan = CropPlan(Recipe(), from: PixelSize(width: 3840, height: 2160))!
        return ManifestEntry(
            filename: "",
            row: CheckedRow(
                position: 0,
                row: DatasetRow(
                    id: id, name: name, image: "https://me:geheim@h/\(id)/a.jpg?token=geheim",
                    caption: caption),
                image: SourceImage(digest: Digest.of("source " + id), bytes: 99),
                facts: ImageFacts(format: .jpeg, width: 3840, height: 2160), plan: plan),
            prepared: PreparedImage(
                digest: kept.digest, bytes: kept.bytes, size: PixelSize(width: 1024, height: 1024),
                format: .png,
                reused: false))
    }

    /// Pictures of odd lengths, around the size of the pieces in which they are read, with odd captions.
    func oddItems() throws -> [ManifestEntry] {
        let captions: [String?] = [
            "plain", nil, "  trimmed \r\n", "\"quoted\" \\ back/slash", "é 😀 e\u{301}\u{2028}",
            "two\nlines\t\0\u{7F}",
        ]
        return try [0, 1, 2, 3, 4, 196_607, 196_608, 196_609, 400_000].enumerated().map { position, size in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ position) }
            return try item("\(position)", "Bild \(9 - position).jpg", bytes, caption: captions[position % 6])
        }
    }

    /// The items as the stages before leave them, in a table of their own.
    func prepared(_ items: [ManifestEntry]) throws -> PreparedRows {
        let table = try store.objects.runTable()
        let writer = try RowWriter(table)
        for item in items { try writer.append(item.row.row) }
        _ = try writer.finish(order.dataset)
        try table.write { database in
            for (place, item) in items.enumerated() {
                let position = Int64(place + 1)
                try CheckedRow.resultColumns.insert(item.row, under: position, into: "checked", database)
                try PreparedImage.columns.insert(item.prepared, under: position, into: "prepared", database)
            }
        }
        return PreparedRows(in: table, count: items.count)
    }

    @discardableResult
    func pack(_ items: [ManifestEntry], as format: Pack.ExportFormat = .payload, into folder: String = "out")
        throws
        -> Manifest
    {
        var order = order
        order.options.format = format
        let parts = try Pack(store: store)(
            prepared(items), order, into: ExportDirectory(directory.path(folder), for: format))
        let lock = try directory.bytes("\(folder)/manifest.lock.json")
        let manifest = try Manifest(text: String(decoding: lock, as: UTF8.self))
        guard parts.map(\.head) == [manifest.head] else { throw Missing(text: "what the lock says") }
        return manifest
    }

    /// Packs a small export of two pictures.
    @discardableResult
    func packTwo(as format: Pack.ExportFormat = .payload) throws -> Manifest {
        try pack(
            [
                item("1", "a.jpg", Array("first picture".utf8), caption: "caption one"),
                item("2", "b.jpg", Array("second picture".utf8), caption: "caption two"),
            ], as: format)
    }

    func verify() throws -> Verify.Outcome { try Verify()(out) }

    /// Changes the file's first `old` into `new`.
    func change(_ name: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try directory.bytes(name), as: UTF8.self)
        guard let range = text.firstRange(of: old) else { throw Missing(text: old) }
        try directory.write(text.replacingCharacters(in: range, with: new), name)
    }

    struct Missing: Error { let text: String }
}
