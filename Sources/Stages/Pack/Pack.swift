public import Dataset
import Foundation
public import MusubiAPI
public import Store

/// The fourth stage: prepared pictures → manifest. An export appears whole or not at all, its lock last, so that a
/// directory with a lock is a whole export.
public struct Pack: Sendable {
    private let store: Store

    /// A pack that reads prepared pictures from a store.
    public init(store: Store) { self.store = store }

    /// What an export consists of besides its pictures.
    public struct Configuration: Sendable {
        /// The dataset.
        public var dataset: DatasetInfo
        /// The body's members behind the pictures.
        public var training: TrainingParameters
        /// The recipe the pictures were prepared by.
        public var recipe: Recipe
        /// The versions that prepared them.
        public var tools: JSONValue
        /// What the user chooses.
        public var options: Options
        /// The most bytes that a payload may have; nil for no limit.
        public var maxBytes: Int64?

        /// A configuration without a limit of bytes.
        public init(
            dataset: DatasetInfo, training: TrainingParameters, recipe: Recipe, tools: JSONValue,
            options: Options = Options()
        ) {
            self.dataset = dataset
            self.training = training
            self.recipe = recipe
            self.tools = tools
            self.options = options
        }
    }

    /// What the user chooses of an export.
    public struct Options: Sendable {
        /// The format of images and captions.
        public var format: ExportFormat
        /// How many payloads it is split into.
        public var parts: Int
        /// Whether an in-toto statement is written beside the lock.
        public var attests: Bool

        /// By default a single payload without a statement.
        public init(as format: ExportFormat = .payload, parts: Int = 1, attests: Bool = false) {
            (self.format, self.parts, self.attests) = (format, parts, attests)
        }
    }

    /// An export that was written.
    public struct Packed: Sendable {
        /// Its directory.
        public var directory: String
        /// The head of its lock.
        public var head: ManifestHead
        /// How many of its pictures were taken from the store.
        public var reused: Int

        /// A written export.
        public init(directory: String, head: ManifestHead, reused: Int) {
            self.directory = directory
            self.head = head
            self.reused = reused
        }
    }

    /// Writes an export into a place, over an earlier export there: one, or as many parts as the order says.
    ///
    /// - Throws: `PayloadTooLarge` before anything is written, `PackError` when the directory holds what isn't ours or
    ///   there are too few pictures for the parts, `StoreError` when reading or writing fails, `CancellationError`; the
    ///   earlier export is then as it was.
    public func callAsFunction(
        _ rows: PreparedRows, _ configuration: Configuration, into destination: ExportDirectory
    ) throws -> [Packed] {
        let options = configuration.options
        let entries = try rows.arranged(PayloadWriter.bytes)
        let parts = try parts(of: entries, configuration)
        let unchanged = try Unchanged(
            entries, parts.ranges, configuration, destination, store.caches)
        if let standing = try unchanged?.standing() { return standing }
        let staged = try destination.stage(imagesIn: store.objects)
        var packed: [Packed] = []
        for (position, range) in parts.ranges.enumerated() {
            let name = options.parts > 1 ? Parts.name(position + 1, of: options.parts) : nil
            let part = try staged.part(name)
            let training = Parts.training(configuration.training, part: position + 1, of: options.parts)
            let written = try write(entries, range, configuration, training, into: part.staging)
            let lock = try lock(entries, range, written.head, into: part.lock)
            if options.attests {
                try part.staging.write(
                    Attestation.text(of: written.head, lock: lock), to: Attestation.name)
            }
            let directory = destination.directory + (name.map { "/" + $0 } ?? "")
            packed.append(Packed(directory: directory, head: written.head, reused: written.reused))
        }
        // The last moment to break off: a swap that has begun is finished.
        try Task.checkCancellation()
        try staged.swapIn()
        unchanged?.remember()
        return packed
    }

    private func parts(of entries: ManifestEntries, _ configuration: Configuration) throws -> Parts {
        let options = configuration.options
        guard options.parts == 1 || options.parts <= entries.count else {
            throw PackError(
                message:
                    "\(entries.count) picture(s) can't be split into \(options.parts) payloads",
                hint: "give --split a smaller number")
        }
        let longest = Parts.training(
            configuration.training, part: options.parts, of: options.parts)
        if let fault = longest.faults.first, options.parts > 1 {
            throw PackError(message: "a part's \(fault)", hint: "give train.output_name a shorter name")
        }
        let sizes = entries.sizes
        func largest(_ count: Int) -> Int64 {
            let training = Parts.training(configuration.training, part: count, of: count)
            return Parts(of: sizes, count: count).ranges.map {
                PayloadWriter.bytes(ofItems: sizes[$0].reduce(0, +), count: $0.count, training)
            }.max() ?? 0
        }
        if let limit = configuration.maxBytes, largest(options.parts) > limit {
            let fewest = max(options.parts + 1, Int(sizes.reduce(0, +) / limit) + 1)
            let fitting =
                (sizes.max() ?? 0) > limit || fewest > sizes.count
                ? nil : (fewest...sizes.count).prefix(100).first { largest($0) <= limit }
            throw PayloadTooLarge(
                bytes: largest(options.parts), limit: limit, parts: options.parts,
                fitting: fitting)
        }
        return Parts(of: sizes, count: options.parts)
    }

    /// Writes everything but the lock.
    private func write(
        _ entries: ManifestEntries, _ range: Range<Int>, _ configuration: Configuration,
        _ training: TrainingParameters, into staging: Staging
    ) throws -> (head: ManifestHead, reused: Int) {
        let format = configuration.options.format
        let payload = try staging.file("payload.json", if: format == .payload)
        var exporter = try format.exporter(into: staging, configuration)
        var body = try PayloadWriter(training, imagesIn: store.objects) { bytes throws(StoreError) in
            try payload?.write(bytes)
        }
        var reused = 0
        try entries.forEach(in: range) { entry in
            try body.add(entry)
            try exporter?.add(entry)
            reused += entry.prepared.reused ? 1 : 0
        }
        let identity = try body.finish()
        _ = try payload?.finish()
        let files = try exporter?.finish()
        let head = ManifestHead(
            payload: identity, export: files.map { ManifestExport(format: format.rawValue, files: $0) },
            training: training.json, recipe: configuration.recipe.json, tools: configuration.tools,
            dataset: configuration.dataset)
        return (head, reused)
    }

    /// Writes the lock, and gives its digest.
    private func lock(
        _ entries: ManifestEntries, _ range: Range<Int>, _ head: ManifestHead, into file: DigestedFile
    ) throws -> Digest {
        var writer = ManifestWriter()
        try file.write(writer.begin(head))
        try entries.forEach(in: range) { try file.write(writer.image(ManifestImage($0))) }
        try file.write(writer.end())
        return try file.finish().digest
    }
}

extension ManifestImage {
    /// An entry as it stands in the lock.
    init(_ entry: ManifestEntry) {
        let row = entry.row
        self.init(
            row: row.row.id, source: row.row.source, sourceImage: row.image, format: row.facts.format,
            sourceSize: PixelSize(width: row.facts.width, height: row.facts.height), crop: row.plan.sourceBox,
            scale: row.plan.scale, filename: entry.filename, prepared: entry.prepared,
            caption: Digest.of(entry.caption))
    }
}

/// An export that can't be written where it was asked for.
public struct PackError: Error, Sendable, CustomStringConvertible {
    /// What is in the way.
    public let message: String
    /// What to do next.
    public let hint: String
    /// The message.
    public var description: String { message }
}
