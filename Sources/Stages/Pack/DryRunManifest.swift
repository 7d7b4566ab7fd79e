public import Dataset
import MusubiAPI
public import Store

/// What an export of prepared pictures would be: its lock, before anything is written. Of the shape it says nothing.
public struct DryRunManifest: Sendable {
    private let store: Store

    /// Reads prepared pictures from a store.
    public init(store: Store) { self.store = store }

    /// The lock that `Pack` would write of the same rows; every picture is read for the payload's digest. Blocks.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func callAsFunction(_ rows: PreparedRows, _ configuration: Pack.Configuration) throws
        -> Manifest
    {
        var body = try PayloadWriter(configuration.training, imagesIn: store.objects) { _ in }
        var images: [ManifestImage] = []
        try rows.arranged(PayloadWriter.bytes).forEach { entry in
            try body.add(entry)
            images.append(ManifestImage(entry))
        }
        return Manifest(
            payload: try body.finish(), training: configuration.training.json,
            recipe: configuration.recipe.json,
            tools: configuration.tools, dataset: configuration.dataset, images: images)
    }
}
