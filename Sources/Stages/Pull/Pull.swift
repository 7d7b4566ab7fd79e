public import Curl
public import Dataset
public import Store
import Workers

/// The first stage: source → rows, and rows → pictures. Changes nothing at the source.
public struct Pull: Sendable {
    let store: Store
    let client: HTTPClient
    /// Receives, as a sentence, what the pull waits for.
    private(set) var emit: @Sendable (String) -> Void
    /// Hashing and syncing files blocks; two threads keep up with eight transfers.
    let files = WorkerPool(name: "files", threads: 2)

    /// A pull into a store.
    ///
    /// - Parameter emit: receives, as a sentence, what the pull waits for.
    public init(
        store: Store, client: HTTPClient, emit: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.client = client
        self.emit = emit
    }

    /// The same, on the same threads, with another listener.
    public func emitting(_ emit: @escaping @Sendable (String) -> Void) -> Pull {
        var other = self
        other.emit = emit
        return other
    }

    /// All rows of the source's dataset, ordered by `created_at` (nulls last), then id; for a folder, by
    /// relative path. Either complete or not at all.
    ///
    /// - Throws: `PullError` when the source can't be read to its end, `StoreError`.
    public func rows(from source: Source) async throws -> Rows {
        // Faults in the pictures' settings are reported before any request.
        if case .supabase(let project) = source { _ = try PictureLocations(project) }
        let key = source.key
        let table = try await files.run { [store] in try store.runTable(for: key) }
        return try await kind(to: source).rows(in: table)
    }

    /// Every dataset of the source, by name, with its number of rows.
    ///
    /// - Throws: `PullError`.
    public func datasets(in source: Source) async throws -> [DatasetInfo] {
        try await kind(to: source).datasets()
    }

    /// The rows with their pictures, in row order, at most eight at a time. A picture that can't be had is a
    /// finding of its row and never stops the rest; a service that is down or refuses ends the sequence with
    /// one `PullError`.
    ///
    /// - Throws: `PullError` when the source's settings can't be used.
    public func images(of rows: Rows, from source: Source) throws -> FetchedRows {
        FetchedRows(rows: rows, source: try pictures(of: source))
    }

    /// The picture of one row, as `images` gives it: for one whose kept file is needed and damaged.
    ///
    /// - Throws: `PullError` when the service is down or refuses, `StoreError`, `CancellationError`.
    public func image(of row: DatasetRow, from source: Source) async throws -> FetchedRow.Picture {
        let fetched = try await pictures(of: source).picture(of: row)
        if let outage = fetched.outage {
            throw PullError(
                .outside, "a damaged picture could not be fetched again: \(outage.reason)", hint: outage.hint
            )
        }
        return fetched.picture
    }

    private func pictures(of source: Source) throws -> any PictureSource {
        switch source {
        case .supabase(let project):
            var concurrency = DownloadConcurrency()
            concurrency.fresh = FreshUploads(patience: project.freshWait, emit: emit)
            return try StorageFetch(
                project, store: store, client: client, files: files, concurrency: concurrency)
        case .folder(let folder): return FolderFetch(folder, store: store, files: files)
        }
    }

    private func kind(to source: Source) throws -> any RowSource {
        switch source {
        case .folder(let folder): return FolderRows(folder, store: store, files: files)
        case .supabase(let project):
            switch project.kind {
            case .database(let settings):
                return try DatabaseRows(project, DatabaseSnapshot(settings: settings))
            case .rest(let address):
                let rest = try RESTClient(address, project.tables, client: client, emit: emit)
                return RESTRows(project, rest, files: files)
            }
        }
    }
}
