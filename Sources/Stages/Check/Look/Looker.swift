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
    /// What is wanted of each picture besides.
    let extras: LookExtras

    /// Names the code and library that looked: another version looks again.
    static let version = "6/vips-\(VipsRuntime.version)"

    struct Look: Sendable {
        let verdict: Verdict
        /// Whether the file was opened for it.
        let isFresh: Bool
    }

    func look(at image: SourceImage) async throws -> Look {
        let thumbnails = Thumbnails(store: store)
        let kept = try await workers.run {
            let verdict = try store.caches.look(at: image.digest, version: Self.version).flatMap(
                Verdict.init(json:))
            guard case .facts(_, let traits) = verdict else { return verdict }
            if extras.contains(.interest) && traits.interest == nil { return nil }
            return try !extras.contains(.thumbnail) || thumbnails.holds(image) ? verdict : nil
        }
        if let kept { return Look(verdict: kept, isFresh: false) }
        let sight = try await eyes.see(
            store.objects.path(of: image.digest), image, extras: extras, workers: workers)
        if sight.isLasting {
            try await workers.run {
                try store.caches.remember(look: sight.verdict.json, at: image.digest, version: Self.version)
                if let thumbnail = sight.thumbnail { try thumbnails.keep(thumbnail, of: image) }
            }
        }
        return Look(verdict: sight.verdict, isFresh: true)
    }
}
