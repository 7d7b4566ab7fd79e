import Dataset
import MusubiAPI
import Store

/// Tells whether an export of the same pictures by the same order stands there already, so that gigabytes need not be
/// written again: by what the caches remember of its files, none of which may have been touched since.
struct Unchanged {
    private let inputs: Digest
    /// The files of each part.
    private let names: [String]
    private let parts: [(directory: String, reused: Int)]
    private let place: ExportPlace
    private let caches: Caches

    /// - Returns: nil for shapes of many files, which are written anew.
    init?(
        _ pictures: PayloadOrder, _ ranges: [Range<Int>], _ order: Pack.Order, _ shape: Pack.Shape,
        _ place: ExportPlace, _ caches: Caches
    ) throws {
        guard shape == .payload else { return nil }
        var hash = RunningDigest()
        // The payload's own identity follows from the rest.
        let head = ManifestHead(
            payload: .init(digest: Digest.of(""), bytes: 0, images: 0), training: order.training.json,
            recipe: order.recipe.json, tools: order.tools, dataset: order.dataset)
        hash.update(
            Array("\(shape.rawValue) \(ranges.count) \(PayloadWriter.version) \(order.attests)\n".utf8))
        var writer = ManifestWriter()
        hash.update(Array(writer.begin(head).utf8))
        var parts: [(directory: String, reused: Int)] = []
        for (position, range) in ranges.enumerated() {
            var reused = 0
            for entry in pictures.entries[range] {
                try Task.checkCancellation()
                let item = try pictures.item(of: entry)
                hash.update(Array(writer.image(ManifestImage(item, named: entry.name)).utf8))
                reused += item.prepared.reused ? 1 : 0
            }
            let name = ranges.count > 1 ? "/" + Parts.name(position + 1, of: ranges.count) : ""
            parts.append((place.directory + name, reused))
        }
        inputs = hash.finish()
        names = ["payload.json", ExportPlace.lockName] + (order.attests ? [Attestation.name] : [])
        self.parts = parts
        self.place = place
        self.caches = caches
    }

    private var files: [String] {
        parts.flatMap { part in names.map { "\(part.directory)/\($0)" } }
    }

    /// The export that stands there; nil when it has to be written.
    func standing() throws(StoreError) -> [Pack.Packed]? {
        guard let written = try caches.export(in: place.directory), written.inputs == inputs,
            files.compactMap(FileStamp.init(of:)) == written.stamps
        else { return nil }
        // A lock that is damaged all the same is written anew.
        return try? parts.map { part in
            let lock = try LockFile(whole: part.directory + "/" + ExportPlace.lockName)
            return Pack.Packed(directory: part.directory, head: lock.head, reused: part.reused)
        }
    }

    /// Remembers the export that was written now.
    func remember() {
        guard let stamps = FileStamp.settled(files) else { return }
        // It stands there, whole: that it can't be remembered is no reason to call it a failure, and costs the next
        // run the writing.
        try? caches.remember(WrittenExport(inputs: inputs, stamps: stamps), in: place.directory)
    }
}
