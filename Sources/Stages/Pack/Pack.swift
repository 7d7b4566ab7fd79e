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

    /// A checked row with the picture it became.
    public struct Item: Sendable {
        /// The row.
        public var row: CheckedRow
        /// What it became.
        public var prepared: PreparedImage

        /// An item.
        public init(row: CheckedRow, prepared: PreparedImage) {
            self.row = row
            self.prepared = prepared
        }
    }

    /// What an export consists of besides its pictures.
    public struct Order: Sendable {
        /// The dataset.
        public var dataset: DatasetInfo
        /// The body's members behind the pictures.
        public var training: TrainingParameters
        /// The recipe the pictures were prepared by.
        public var recipe: Recipe
        /// The versions that prepared them.
        public var tools: JSONValue
        /// Whether a statement is written beside the lock.
        public var attests = false
        /// How many parts the payload is split into.
        public var parts = 1
        /// The most bytes that a payload may have; nil for no limit.
        public var maxBytes: Int64?

        /// An order.
        public init(
            dataset: DatasetInfo, training: TrainingParameters, recipe: Recipe, tools: JSONValue
        ) {
            self.dataset = dataset
            self.training = training
            self.recipe = recipe
            self.tools = tools
        }
    }

    /// An export that was written.
    public struct Packed: Sendable {
        /// Its directory.
        public var directory: String
        /// What its lock says of it as a whole.
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
        _ items: Spooled<Item>, _ order: Order, as shape: Shape, into place: ExportPlace
    ) throws -> [Packed] {
        let pictures = try PayloadOrder(items)
        let parts = try parts(of: pictures, order)
        let unchanged = try Unchanged(pictures, parts.ranges, order, shape, place, store.caches)
        if let standing = try unchanged?.standing() { return standing }
        let staged = try place.stage()
        var packed: [Packed] = []
        for (position, range) in parts.ranges.enumerated() {
            let name = order.parts > 1 ? Parts.name(position + 1, of: order.parts) : nil
            let part = try staged.part(name)
            let training = Parts.training(order.training, part: position + 1, of: order.parts)
            let written = try write(pictures, range, order, training, as: shape, into: part.staging)
            let lock = try lock(pictures, range, written.head, into: part.lock)
            if order.attests {
                try part.staging.write(
                    Attestation.text(of: written.head, lock: lock), to: Attestation.name)
            }
            let directory = place.directory + (name.map { "/" + $0 } ?? "")
            packed.append(Packed(directory: directory, head: written.head, reused: written.reused))
        }
        // The last moment to break off: a swap that has begun is finished.
        try Task.checkCancellation()
        try staged.swapIn()
        unchanged?.remember()
        return packed
    }

    private func parts(of pictures: PayloadOrder, _ order: Order) throws -> Parts {
        guard order.parts == 1 || order.parts <= pictures.entries.count else {
            throw PackError(
                message: "\(pictures.entries.count) picture(s) can't be split into \(order.parts) payloads",
                hint: "give --split a smaller number")
        }
        let longest = Parts.training(order.training, part: order.parts, of: order.parts)
        if let fault = longest.faults.first, order.parts > 1 {
            throw PackError(message: "a part's \(fault)", hint: "give train.output_name a shorter name")
        }
        let sizes = pictures.entries.map(\.bytes)
        func largest(_ count: Int) -> Int64 {
            let training = Parts.training(order.training, part: count, of: count)
            return Parts(of: sizes, count: count).ranges.map {
                PayloadWriter.bytes(ofItems: sizes[$0].reduce(0, +), count: $0.count, training)
            }.max() ?? 0
        }
        if let limit = order.maxBytes, largest(order.parts) > limit {
            let fewest = max(order.parts + 1, Int(sizes.reduce(0, +) / limit) + 1)
            let fitting =
                (sizes.max() ?? 0) > limit || fewest > sizes.count
                ? nil : (fewest...sizes.count).prefix(100).first { largest($0) <= limit }
            throw PayloadTooLarge(
                bytes: largest(order.parts), limit: limit, parts: order.parts, fitting: fitting)
        }
        return Parts(of: sizes, count: order.parts)
    }

    /// Writes everything but the lock.
    private func write(
        _ pictures: PayloadOrder, _ range: Range<Int>, _ order: Order, _ training: TrainingParameters,
        as shape: Shape, into staging: Staging
    ) throws -> (head: ManifestHead, reused: Int) {
        let payload = try staging.file("payload.json", if: shape == .payload)
        var exit = try shape.exit(into: staging, order)
        var body = try PayloadWriter(training) { bytes throws(StoreError) in try payload?.write(bytes) }
        var reused = 0
        for entry in pictures.entries[range] {
            try Task.checkCancellation()
            let item = try pictures.item(of: entry)
            let picture = PackedPicture(
                filename: entry.name, item: item, path: store.objects.path(of: item.prepared.digest))
            try body.add(picture)
            try exit?.add(picture)
            reused += item.prepared.reused ? 1 : 0
        }
        let identity = try body.finish()
        _ = try payload?.finish()
        let files = try exit?.finish()
        let head = ManifestHead(
            payload: identity, export: files.map { ManifestExport(shape: shape.rawValue, files: $0) },
            training: training.json, recipe: order.recipe.json, tools: order.tools, dataset: order.dataset)
        return (head, reused)
    }

    /// Writes the lock, and gives its digest.
    private func lock(
        _ pictures: PayloadOrder, _ range: Range<Int>, _ head: ManifestHead, into file: DigestedFile
    ) throws -> Digest {
        var writer = ManifestWriter()
        try file.write(writer.begin(head))
        for entry in pictures.entries[range] {
            try Task.checkCancellation()
            try file.write(writer.image(ManifestImage(try pictures.item(of: entry), named: entry.name)))
        }
        try file.write(writer.end())
        return try file.finish().digest
    }
}

extension Pack.Item: JSONRecord {
    /// The row and what it became.
    public var record: JSONValue { .array([row.record, prepared.record]) }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 2, let row = CheckedRow(record: value[0]),
            let prepared = PreparedImage(record: value[1])
        else { return nil }
        self.init(row: row, prepared: prepared)
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
