import Dataset
import Store
import Vips
import Workers

/// Sees to it that a picture's file is looked at once: what is seen depends on the bytes alone, so it is kept by
/// content.
struct Looker: Sendable {
    let store: Store
    let workers: WorkerPool
    let eyes: Eyes

    /// Names the code and library that looked: another version looks again.
    static let version = "2/vips-\(VipsRuntime.version)"

    struct Look: Sendable {
        let verdict: Verdict
        /// Whether the file was opened for it.
        let isFresh: Bool
    }

    func look(at image: SourceImage) async throws -> Look {
        let ledger = store.ledger
        let kept = try await workers.run { try ledger.look(at: image.digest, version: Self.version) }
        if let verdict = kept.flatMap(Verdict.init(json:)) { return Look(verdict: verdict, isFresh: false) }
        let sight = try await eyes.see(store.objects.path(of: image.digest), image, workers: workers)
        if sight.isLasting {
            try await workers.run {
                try ledger.remember(look: sight.verdict.json, at: image.digest, version: Self.version)
            }
        }
        return Look(verdict: sight.verdict, isFresh: true)
    }
}
