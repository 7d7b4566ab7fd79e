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
        /// How its picture was cropped.
        public var plan: CropPlan
        /// What it became.
        public var prepared: PreparedImage

        /// An item.
        public init(row: CheckedRow, plan: CropPlan, prepared: PreparedImage) {
            self.row = row
            self.plan = plan
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
    }

    /// Writes an export into a place, over an earlier export there.
    ///
    /// - Throws: `PackError` when the directory holds what isn't ours, `StoreError` when reading or writing fails; the
    ///   earlier export is then as it was.
    public func callAsFunction(
        _ items: Spooled<Item>, _ order: Order, as shape: Shape, into place: ExportPlace
    ) throws -> Packed {
        let pictures = try PayloadOrder(items)
        let staged = try place.stage()
        let head = try write(pictures, order, as: shape, into: staged.staging)
        try lock(pictures, head, into: staged.lock)
        try staged.swapIn()
        return Packed(directory: place.directory, head: head)
    }

    /// Writes everything but the lock.
    private func write(
        _ pictures: PayloadOrder, _ order: Order, as shape: Shape, into staging: Staging
    ) throws -> ManifestHead {
        let payload = try staging.file("payload.json", if: shape == .payload)
        var exit = try shape.exit(into: staging, order)
        var body = try PayloadWriter(order.training) { bytes throws(StoreError) in try payload?.write(bytes) }
        for entry in pictures.entries {
            let item = try pictures.item(of: entry)
            let picture = PackedPicture(
                filename: entry.name, item: item, path: store.objects.path(of: item.prepared.digest))
            try body.add(picture)
            try exit?.add(picture)
        }
        let identity = try body.finish()
        _ = try payload?.finish()
        let files = try exit?.finish()
        return ManifestHead(
            payload: identity, export: files.map { ManifestExport(shape: shape.rawValue, files: $0) },
            training: order.training.json, recipe: order.recipe.json, tools: order.tools,
            dataset: order.dataset)
    }

    private func lock(_ pictures: PayloadOrder, _ head: ManifestHead, into file: DigestedFile) throws {
        var writer = ManifestWriter()
        try file.write(writer.begin(head))
        for entry in pictures.entries {
            try file.write(writer.image(ManifestImage(try pictures.item(of: entry), named: entry.name)))
        }
        try file.write(writer.end())
    }
}

extension Pack.Item: JSONRecord {
    public var record: JSONValue { .array([row.record, plan.record, prepared.record]) }

    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 3, let row = CheckedRow(record: value[0]),
            let plan = CropPlan(record: value[1]), let prepared = PreparedImage(record: value[2])
        else { return nil }
        self.init(row: row, plan: plan, prepared: prepared)
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
