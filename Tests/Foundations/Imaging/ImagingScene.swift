import Dataset
import Store
import TestKit
import Vips
import Workers

@testable import Imaging

/// A store of a test's own, with images in it.
final class ImagingScene: Sendable {
    let directory: TemporaryDirectory
    let store: Store
    let workers: WorkerPool

    init() throws {
        directory = try TemporaryDirectory("imaging")
        store = try Store(at: directory.path("state"))
        workers = VipsRuntime.workers(2)
    }

    /// Keeps a file of these bytes.
    func keep(_ bytes: [UInt8]) throws -> SourceImage {
        let kept = try store.objects.keep(bytes)
        return SourceImage(digest: kept.digest, bytes: kept.bytes)
    }

    /// Inspects a file of these bytes, past the cache.
    func inspection(_ decoders: DecoderPool, _ bytes: [UInt8]) async throws -> Inspection {
        let image = try keep(bytes)
        return try await decoders.inspect(
            store.objects.path(of: image.digest), image, extras: [], workers: workers)
    }

    /// A cache as a later run opens it.
    func cache(
        _ decoders: DecoderPool = .inProcess, extras: InspectOptions = [],
        fetchAgain: @escaping InspectionCache.FetchAgain = { _, _ in "not asked" }
    ) throws -> InspectionCache {
        InspectionCache(
            store: try Store(at: directory.path("state")), workers: workers, decoders: decoders,
            extras: extras, fetchAgain: fetchAgain)
    }

    /// Whether the cache holds a result for a file.
    func isCached(_ image: SourceImage) throws -> Bool {
        try store.caches.inspection(of: image.digest, version: InspectionCache.version) != nil
    }
}

extension DatasetRow {
    /// A row that shows a picture; only its id matters here.
    static let any = DatasetRow(id: "a", name: "a.jpg", image: "https://h/a", caption: nil)
}

extension InspectionResult {
    /// The fault as the rule that reports it is called; "sound" for none.
    var name: String {
        switch self {
        case .facts: "sound"
        case .fault(let fault): "image-\(fault.kind.rawValue)"
        }
    }

    /// The fault's message; empty for none.
    var message: String {
        if case .fault(let fault) = self { fault.message } else { "" }
    }
}
