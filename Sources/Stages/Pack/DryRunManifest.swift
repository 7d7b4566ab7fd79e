public import Dataset
import MusubiAPI
public import Store

/// What an export of prepared pictures would be: its lock, before anything is written. Of the shape it says nothing.
public struct DryRunManifest: Sendable {
    private let store: Store

    /// Reads prepared pictures from a store.
    public init(store: Store) { self.store = store }

    /// The lock that `Pack` would write of the same items; every picture is read for the payload's digest. Blocks.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    public func callAsFunction(_ items: Spooled<Pack.Item>, _ configuration: Pack.Configuration) throws
        -> Manifest
    {
        let pictures = try PayloadOrder(items)
        var body = try PayloadWriter(configuration.training) { _ in }
        var images: [ManifestImage] = []
        for entry in pictures.entries {
            try Task.checkCancellation()
            let item = try pictures.item(of: entry)
            try body.add(
                PackedPicture(
                    filename: entry.name, item: item, path: store.objects.path(of: item.prepared.digest)))
            images.append(ManifestImage(item, named: entry.name))
        }
        return Manifest(
            payload: try body.finish(), training: configuration.training.json,
            recipe: configuration.recipe.json,
            tools: configuration.tools, dataset: configuration.dataset, images: images)
    }
}
