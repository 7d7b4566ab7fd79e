public import Dataset
public import Store
public import Workers

/// Converts a checked picture to what the trainer gets: exactly the plan's size, upright, sRGB, three 8-bit bands.
public struct Prepare: Sendable {
    private let store: Store
    private let workers: WorkerPool
    private let patience: Duration

    /// Prepares into a store; `workers` are threads that may block.
    ///
    /// - Parameter patience: the wall-clock limit for one picture, from the start of its first step.
    public init(store: Store, workers: WorkerPool, patience: Duration = .seconds(60)) {
        self.store = store
        self.workers = workers
        self.patience = patience
    }

    /// Prepares one picture, or returns the cached result of the same source, plan, recipe and tools.
    ///
    /// A picture that is already exactly right is not encoded again: the result is the source file itself.
    ///
    /// - Parameters:
    ///   - facts: from the inspection of this file; a file that differs from it now is refused.
    ///   - plan: for the upright picture; its crop has the size of the prepared one.
    /// - Throws: `PrepareError` for a fault of this picture alone, `DamagedSource` when its stored file changed, `StoreError`
    ///   when the store fails.
    public func callAsFunction(
        _ source: SourceImage, _ facts: ImageFacts, _ plan: CropPlan, _ recipe: Recipe
    ) async throws -> PreparedImage {
        try await workers.run {
            let key = try Self.key(source, plan, recipe)
            if let kept = try store.caches.prepared(under: key),
                store.objects.holds(kept.digest, bytes: kept.bytes)
            {
                return kept
            }
            guard try store.objects.proves(source) else { throw DamagedSource(image: source) }
            let prepared = try prepare(source, facts, plan, recipe)
            try store.caches.remember(prepared, under: key)
            return prepared
        }
    }

    private func prepare(
        _ source: SourceImage, _ facts: ImageFacts, _ plan: CropPlan, _ recipe: Recipe
    ) throws -> PreparedImage {
        let step = try Preparation(
            of: source, in: store.objects, facts: facts, plan: plan, by: recipe, within: patience)

        if step.isUntouched() { return made(source.digest, source.bytes, plan, recipe) }
        let stored = try step.header()
        try step.limits(stored)
        let colours = try step.sRGB(stored)
        let opaque = try step.flatten(colours)
        let resampled = try step.resample(opaque)
        let upright = try step.upright(resampled)
        let file = try step.encode(upright)
        try step.verify(file)

        let (digest, bytes) = try store.objects.keep(file)
        return made(digest, bytes, plan, recipe)
    }

    private func made(_ digest: Digest, _ bytes: Int64, _ plan: CropPlan, _ recipe: Recipe) -> PreparedImage {
        PreparedImage(
            digest: digest, bytes: bytes, size: plan.crop.size, format: recipe.format, reused: false)
    }
}
