public import Curl
public import Dataset
public import Store
import Workers

/// The first stage: source → rows, and rows → pictures. Changes nothing at the source.
public struct Pull: Sendable {
    private let store: Store
    private let client: HTTPClient
    /// Hashing and syncing files blocks; two threads keep up with eight transfers.
    private let files = WorkerPool(name: "files", threads: 2)

    /// A pull into a store.
    public init(store: Store, client: HTTPClient) {
        self.store = store
        self.client = client
    }

    /// All rows of the source's dataset, ordered by `created_at` (nulls last), then id; for a folder, by
    /// relative path. Either complete or not at all.
    ///
    /// - Throws: `PullError` when the source can't be read to its end, `StoreError`.
    public func rows(from source: Source) async throws -> Rows {
        switch source {
        case .supabase(let project): try await SupabaseRows(project).rows(into: RowSpool(in: store.objects))
        case .folder(let folder): try FolderRows(folder).rows(into: RowSpool(in: store.objects))
        }
    }

    /// Every dataset of the source, by name, with its number of rows.
    ///
    /// - Throws: `PullError`.
    public func datasets(in source: Source) async throws -> [DatasetInfo] {
        switch source {
        case .supabase(let project): return try await SupabaseRows(project).datasets()
        case .folder(let folder):
            var rows = try FolderRows(folder).rows(into: RowSpool(in: store.objects))
            rows.dataset.rows = rows.count
            return [rows.dataset]
        }
    }

    /// The rows with their pictures, in row order, at most eight at a time. A picture that can't be had is a
    /// finding of its row and never stops the rest.
    ///
    /// - Throws: `PullError` when the source's settings can't be used.
    public func images(of rows: Rows, from source: Source) throws -> FetchedRows {
        let fetch: any PictureSource =
            switch source {
            case .supabase(let project): try StorageFetch(project, store: store, client: client, files: files)
            case .folder(let folder): FolderFetch(folder, store: store, files: files)
            }
        return FetchedRows(rows: rows, source: fetch)
    }
}

/// Gets one row's picture.
protocol PictureSource: Sendable {
    /// - Throws: `StoreError` and `CancellationError` only; what is wrong with a picture is in the answer.
    func picture(of row: DatasetRow) async throws -> Fetched
}

/// What came of getting a picture.
struct Fetched: Sendable {
    let picture: FetchedRow.Picture
    /// Set when the service itself was the reason, not the picture: nobody answered, or it refused the key.
    let outage: String?
    /// Whether the service was seen to be up: it gave the picture, or a reason that is the picture's own.
    let showsService: Bool

    init(_ image: SourceImage) {
        picture = .kept(image)
        outage = nil
        showsService = true
    }

    /// - Parameter wasAsked: whether the service was asked at all.
    init(_ finding: Finding, outage: String? = nil, wasAsked: Bool = true) {
        picture = .failed(finding)
        self.outage = outage
        showsService = wasAsked && outage == nil
    }
}
