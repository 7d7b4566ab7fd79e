import Dataset
import Foundation
import MusubiAPI
import Pack
import Store
import TestKit

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
        -> Pack.Item
    {
        let kept = try store.objects.keep(bytes)
        let plan = CropPlan(Recipe(), from: PixelSize(width: 3840, height: 2160))!
        return Pack.Item(
            row: CheckedRow(
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
    func oddItems() throws -> [Pack.Item] {
        let captions: [String?] = [
            "plain", nil, "  trimmed \r\n", "\"quoted\" \\ back/slash", "é 😀 e\u{301}\u{2028}",
            "two\nlines\t\0\u{7F}",
        ]
        return try [0, 1, 2, 3, 4, 196_607, 196_608, 196_609, 400_000].enumerated().map { position, size in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ position) }
            return try item("\(position)", "Bild \(9 - position).jpg", bytes, caption: captions[position % 6])
        }
    }

    @discardableResult
    func pack(_ items: [Pack.Item], as format: Pack.ExportFormat = .payload, into folder: String = "out")
        throws
        -> Manifest
    {
        let spool = try Spool<Pack.Item>(in: store.objects)
        for item in items { try spool.append(item) }
        var order = order
        order.options.format = format
        let parts = try Pack(store: store)(
            spool.close(), order, into: ExportDirectory(directory.path(folder), for: format))
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
