public import Dataset
import Foundation
public import MusubiAPI
public import Store

/// The fourth stage: prepared pictures → manifest. Writes the export's files; each appears whole or not at
/// all, and the lock last, so that a directory with a lock is a whole export.
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

    /// The shapes an export comes in.
    public enum Shape: String, Sendable, CaseIterable {
        /// `payload.json`, the exact body of `POST /train`, and its lock.
        case payload
        /// `images/` with a caption file beside each picture, and the lock.
        case folder
    }

    /// Writes an export into a directory, over an earlier export there.
    ///
    /// - Throws: `PackError` when the directory holds what isn't ours, `StoreError` when writing fails.
    public func callAsFunction(
        _ items: [Item], _ order: Order, as shape: Shape, into directory: String
    ) throws -> Manifest {
        let named = Naming.named(items)
        let lock = directory + "/manifest.lock.json"
        let folder = PictureFolder(directory + "/images", earlier: try earlierManifest(lock))
        // Before anything is touched: a refusal leaves the earlier export whole.
        try refuseStrangersPayload(directory + "/payload.json")
        if shape == .folder { try folder.refuseStrangers() }
        try makeDirectory(directory)
        let replacesExport = try remove(lock)
        try DurableFile.syncDirectory(directory)

        let payload: Manifest.Payload
        switch shape {
        case .payload:
            let file = try DurableFile(directory + "/payload.json")
            payload = try PayloadWriter.write(named, order.training, from: store.objects) {
                bytes throws(StoreError) in
                try file.write(bytes)
            }
            try file.publish()
            if replacesExport { try folder.removeIfOurs() }
        case .folder:
            payload = try PayloadWriter.write(named, order.training, from: store.objects) { _ in }
            try folder.write(named, from: store.objects)
            _ = try remove(directory + "/payload.json")
        }
        let manifest = Manifest(
            payload: payload, training: order.training.json, recipe: order.recipe.json,
            tools: order.tools,
            dataset: order.dataset, images: named.map(\.locked))
        let file = try DurableFile(lock)
        try file.write(manifest.text.utf8)
        try file.publish()
        return manifest
    }

    /// A payload of ours begins as each of them does, even one whose export was cut off before its lock.
    private func refuseStrangersPayload(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let start = "{\"images\":["
        if try FileBytes.read(path, count: start.utf8.count) == Array(start.utf8) { return }
        throw PackError(
            message: "\(path) is no payload that an export wrote",
            hint: "choose another directory with --out, or move that file away")
    }

    /// The manifest of an export that stands there; nil for none, or one that can't be read: then nothing beside it
    /// counts as ours.
    private func earlierManifest(_ lock: String) throws(StoreError) -> Manifest? {
        guard FileManager.default.fileExists(atPath: lock) else { return nil }
        let bytes = try FileBytes.read(lock, count: Int(try FileBytes.size(of: lock)))
        do { return try Manifest(text: String(decoding: bytes, as: UTF8.self)) } catch { return nil }
    }

    /// Removes a file of an earlier export; false when there was none.
    private func remove(_ path: String) throws(StoreError) -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw StoreError.system("remove", path)
    }

    private func makeDirectory(_ path: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError("could not make the directory \(path)", hint: "choose another with --out")
        }
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
