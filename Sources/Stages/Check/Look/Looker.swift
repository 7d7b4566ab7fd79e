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
    let fetchAgain: Check.FetchAgain

    /// Names the code and the libraries that looked: another version looks again. The first number counts up when the code
    /// sees the same file otherwise.
    static let version = version(6, vips: VipsRuntime.version, codecs: VipsRuntime.codecVersions)

    static func version(_ code: Int, vips: String, codecs: [String: String]) -> String {
        let codecs = codecs.sorted { $0.key < $1.key }.map { "\($0.key)-\($0.value)" }
        return (["\(code)", "vips-\(vips)"] + codecs).joined(separator: "/")
    }

    struct Look: Sendable {
        let verdict: Verdict
        /// Whether the file was opened for it.
        let isFresh: Bool
    }

    /// - Parameter row: one that shows the picture.
    func look(at image: SourceImage, of row: DatasetRow) async throws -> Look {
        let thumbnails = Thumbnails(store: store)
        let kept = try await workers.run {
            let verdict = try store.caches.look(at: image.digest, version: Self.version).flatMap(
                Verdict.init(json:))
            guard case .facts(_, let traits) = verdict else { return verdict }
            if extras.contains(.interest) && traits.interest == nil { return nil }
            return try !extras.contains(.thumbnail) || thumbnails.holds(image) ? verdict : nil
        }
        if let kept { return Look(verdict: kept, isFresh: false) }
        if try await !workers.run({ try store.objects.proves(image) }),
            let reason = try await fetchAgain(row, image)
        {
            // Of the file's content nothing is known, so nothing is kept.
            return Look(verdict: .fault(rule: Rule.imageUnavailable.id, message: reason), isFresh: true)
        }
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
