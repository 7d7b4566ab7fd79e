public import Dataset
public import Store
import Vips
public import Workers

/// Inspections, cached by content hash and tool versions: a file is inspected once, since the result depends on its bytes
/// alone.
public struct InspectionCache: Sendable {
    private let store: Store
    private let workers: WorkerPool
    private let decoders: DecoderPool
    private let extras: InspectOptions
    private let fetchAgain: FetchAgain

    /// Fetches the picture of a row into the store again, whose stored file is damaged or gone. Nil when the same bytes are
    /// there again, otherwise the reason.
    public typealias FetchAgain = @Sendable (DatasetRow, SourceImage) async throws -> String?

    /// A cache over a store's tables.
    ///
    /// - Parameters:
    ///   - workers: threads for the blocking work.
    ///   - decoders: what decodes.
    ///   - extras: what to compute for each picture besides.
    public init(
        store: Store, workers: WorkerPool, decoders: DecoderPool, extras: InspectOptions = [],
        fetchAgain: @escaping FetchAgain = { _, _ in "its kept file is damaged" }
    ) {
        self.store = store
        self.workers = workers
        self.decoders = decoders
        self.extras = extras
        self.fetchAgain = fetchAgain
    }

    /// Names the code and the libraries that inspect: another version inspects again. The first number counts up when the
    /// code gives another result for the same file, or writes it in another form.
    static let version = version(7, vips: VipsRuntime.version, codecs: VipsRuntime.codecVersions)

    static func version(_ code: Int, vips: String, codecs: [String: String]) -> String {
        let codecs = codecs.sorted { $0.key < $1.key }.map { "\($0.key)-\($0.value)" }
        return (["\(code)", "vips-\(vips)"] + codecs).joined(separator: "/")
    }

    /// A result and where it came from.
    public struct Answer: Sendable {
        /// What was found.
        public var result: InspectionResult
        /// Whether the file was opened for it, rather than the cache.
        public var isFresh: Bool
    }

    /// The result for a picture, from the cache or from its file.
    ///
    /// - Parameter row: one that shows the picture; it says where to fetch it again.
    /// - Throws: `StoreError`, `ProcessStartError`, and what `fetchAgain` throws.
    public func inspect(_ image: SourceImage, of row: DatasetRow) async throws -> Answer {
        let thumbnails = Thumbnails(store: store)
        let kept = try await workers.run {
            let result = try store.caches.inspection(of: image.digest, version: Self.version).flatMap(
                InspectionResult.init(json:))
            guard case .facts(_, let statistics) = result else { return result }
            if extras.contains(.attention) && statistics.attention == nil { return nil }
            return try !extras.contains(.thumbnail) || thumbnails.holds(image) ? result : nil
        }
        if let kept { return Answer(result: kept, isFresh: false) }
        if try await !workers.run({ try store.objects.proves(image) }),
            let reason = try await fetchAgain(row, image)
        {
            // Nothing is known of the file's content, so nothing is cached.
            return Answer(result: .fault(ImageFault(.unavailable, reason)), isFresh: true)
        }
        let inspection = try await decoders.inspect(
            store.objects.path(of: image.digest), image, extras: extras, workers: workers)
        if inspection.isLasting {
            try await workers.run {
                try store.caches.remember(
                    inspection: inspection.result.json, of: image.digest, version: Self.version)
                if let thumbnail = inspection.thumbnail { try thumbnails.keep(thumbnail, of: image) }
            }
        }
        return Answer(result: inspection.result, isFresh: true)
    }
}
