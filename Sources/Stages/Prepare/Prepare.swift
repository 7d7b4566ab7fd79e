public import Dataset
public import Store
public import Workers

/// Makes of a checked picture what the trainer gets: the exact square, upright, sRGB, three 8-bit bands.
public struct Prepare: Sendable {
    private let store: Store
    private let workers: WorkerPool
    private let patience: Duration

    /// Prepares into a store, on threads that may block.
    ///
    /// - Parameter patience: the wall-clock limit for one picture, counted from when its turn comes.
    public init(store: Store, workers: WorkerPool, patience: Duration = .seconds(60)) {
        self.store = store
        self.workers = workers
        self.patience = patience
    }

    /// Prepares one picture, or takes it from the store when the same source, recipe and tools were there before.
    ///
    /// - Parameters:
    ///   - facts: what the check saw in this file; a file that shows something else now is refused.
    ///   - plan: what becomes of it, made for the size that the facts tell.
    /// - Throws: `PrepareError` when it is about this picture alone, `StoreError` when the store cannot go on.
    public func callAsFunction(
        _ source: SourceImage, _ facts: ImageFacts, _ plan: CropPlan, _ recipe: Recipe
    ) async throws -> PreparedImage {
        try await workers.run {
            let key = try Self.key(source, plan, recipe)
            if let kept = try store.ledger.prepared(under: key),
                store.objects.holds(kept.digest, bytes: kept.bytes)
            {
                return kept
            }
            let prepared = try prepare(source, facts, plan, recipe)
            try store.ledger.remember(prepared, under: key)
            return prepared
        }
    }

    private func prepare(
        _ source: SourceImage, _ facts: ImageFacts, _ plan: CropPlan, _ recipe: Recipe
    ) throws -> PreparedImage {
        let step = try Preparation(
            of: source, in: store.objects, facts: facts, plan: plan, by: recipe, within: patience)

        let stored = try step.header()
        try step.limits(stored)
        let upright = try step.upright(stored)
        let colours = try step.sRGB(upright)
        let opaque = try step.flatten(colours)
        let resized = try step.resize(opaque)
        let cropped = try step.crop(resized)
        let file = try step.encode(cropped)
        try step.verify(file)

        let (digest, bytes) = try store.objects.keep(file)
        return PreparedImage(
            digest: digest, bytes: bytes, size: plan.crop.size, format: recipe.format, reused: false)
    }
}
