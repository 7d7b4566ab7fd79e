public import Dataset
import MusubiAPI
public import Store

/// What an export of prepared pictures would be: its lock, before anything is written. Of the shape it says nothing.
public struct Foresee: Sendable {
    private let store: Store

    /// Reads prepared pictures from a store.
    public init(store: Store) { self.store = store }

    /// The lock that `Pack` would write of the same items; every picture is read for the payload's digest. Blocks.
    ///
    /// - Throws: `StoreError`.
    public func callAsFunction(
        _ items: [Pack.Item], _ order: Pack.Order
    ) throws -> Manifest {
        let named = Naming.named(items)
        var body = try PayloadWriter(order.training) { _ in }
        for named in named {
            let digest = named.item.prepared.digest
            try body.add(
                PackedPicture(
                    filename: named.filename, item: named.item, path: store.objects.path(of: digest)))
        }
        return Manifest(
            payload: try body.finish(), training: order.training.json, recipe: order.recipe.json,
            tools: order.tools, dataset: order.dataset, images: named.map(\.locked))
    }
}
