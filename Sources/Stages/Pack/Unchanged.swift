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
    private let destination: ExportDirectory
    private let caches: Caches

    /// - Returns: nil for shapes of many files, which are written anew.
    init?(
        _ entries: ManifestEntries, _ ranges: [Range<Int>], _ configuration: Pack.Configuration,
        _ destination: ExportDirectory, _ caches: Caches
    ) throws {
        let (format, attests) = (configuration.options.format, configuration.options.attests)
        guard format == .payload else { return nil }
        var hash = RunningDigest()
        // The payload's own identity follows from the rest.
        let head = ManifestHead(
            payload: .init(digest: Digest.of(""), bytes: 0, images: 0), training: configuration.training.json,
            recipe: configuration.recipe.json, tools: configuration.tools, dataset: configuration.dataset)
        hash.update(
            Array(
                "\(format.rawValue) \(ranges.count) \(PayloadWriter.version) \(attests)\n".utf8)
        )
        var writer = ManifestWriter()
        hash.update(Array(writer.begin(head).utf8))
        var parts: [(directory: String, reused: Int)] = []
        for (position, range) in ranges.enumerated() {
            var reused = 0
            try entries.forEach(in: range) { entry in
                hash.update(Array(writer.image(ManifestImage(entry)).utf8))
                reused += entry.prepared.reused ? 1 : 0
            }
            let name = ranges.count > 1 ? "/" + Parts.name(position + 1, of: ranges.count) : ""
            parts.append((destination.directory + name, reused))
        }
        inputs = hash.finish()
        names =
            ["payload.json", ExportDirectory.lockName] + (attests ? [Attestation.name] : [])
        self.parts = parts
        self.destination = destination
        self.caches = caches
    }

    private var files: [String] {
        parts.flatMap { part in names.map { "\(part.directory)/\($0)" } }
    }

    /// The export that stands there; nil when it has to be written.
    func standing() throws(StoreError) -> [Pack.Packed]? {
        guard let written = try caches.export(in: destination.directory), written.inputs == inputs,
            files.compactMap(FileStamp.init(of:)) == written.stamps
        else { return nil }
        // A lock that is damaged all the same is written anew.
        return try? parts.map { part in
            let lock = try LockFile(whole: part.directory + "/" + ExportDirectory.lockName)
            return Pack.Packed(directory: part.directory, head: lock.head, reused: part.reused)
        }
    }

    /// Remembers the export that was written now.
    func remember() {
        guard let stamps = FileStamp.settled(files) else { return }
        // It stands there, whole: that it can't be remembered is no reason to call it a failure, and costs the next
        // run the writing.
        try? caches.remember(WrittenExport(inputs: inputs, stamps: stamps), in: destination.directory)
    }
}
