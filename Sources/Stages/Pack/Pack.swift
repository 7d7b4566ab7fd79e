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
        /// Whether a statement is written beside the lock.
        public var attests = false

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

    /// Writes an export into a directory, over an earlier export there.
    ///
    /// - Throws: `PackError` when the directory holds what isn't ours or is being written by another run, `StoreError`
    ///   when reading or writing fails; the earlier export is then as it was.
    public func callAsFunction(
        _ items: [Item], _ order: Order, as shape: Shape, into directory: String
    ) throws -> Manifest {
        try self(items, order, as: shape, into: ExportPlace(directory, for: shape))
    }

    /// Writes an export into a place that was taken before.
    public func callAsFunction(
        _ items: [Item], _ order: Order, as shape: Shape, into place: ExportPlace
    ) throws -> Manifest {
        let named = Naming.named(items)
        let staged = try place.stage()
        let payload = try staged.staging.file("payload.json", if: shape == .payload)
        var exit = try shape.exit(into: staged.staging, order)
        var body = try PayloadWriter(order.training) { bytes throws(StoreError) in try payload?.write(bytes) }
        for named in named {
            let picture = PackedPicture(
                filename: named.filename, item: named.item,
                path: store.objects.path(of: named.item.prepared.digest))
            try body.add(picture)
            try exit?.add(picture)
        }
        let identity = try body.finish()
        _ = try payload?.finish()
        let files = try exit?.finish()
        let manifest = Manifest(
            payload: identity, export: files.map { ManifestExport(shape: shape.rawValue, files: $0) },
            training: order.training.json, recipe: order.recipe.json, tools: order.tools,
            dataset: order.dataset, images: named.map(\.locked))
        try staged.lock.write(manifest.text)
        try staged.swapIn { lock in
            order.attests ? Attestation.text(of: manifest.head, lock: lock) : nil
        }
        return manifest
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
