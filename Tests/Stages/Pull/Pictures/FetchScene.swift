import Curl
import Dataset
import Foundation
import Postgres
import Store
import TestKit
import Workers

@testable import Pull

/// A store, and pictures fetched into it with little patience.
struct FetchScene {
    let directory: TemporaryDirectory
    let store: Store
    var concurrency = DownloadConcurrency()

    init() throws {
        directory = try TemporaryDirectory("fetch")
        store = try Store(at: directory.path("state"))
        concurrency.retries.backoff.first = .milliseconds(1)
    }

    /// What came of rows at these locations, in order; thrown when the run fails.
    func fetch(
        _ images: [String], storage: StorageSettings?, allowed: [String] = [], createdAt: String? = nil,
        onlyMissing: Bool = false
    ) async throws -> [String] {
        let writer = try RowWriter(store.objects.runTable())
        for (number, image) in images.enumerated() {
            try writer.append(
                DatasetRow(
                    id: "\(number)", name: "n\(number)", image: image, caption: nil, createdAt: createdAt))
        }
        let rows = try writer.finish(DatasetInfo(id: "d", name: "d", trigger: nil))
        var project = SupabaseSource(
            kind: .database(try .init("host=unused")), dataset: nil, storage: storage, allowedOrigins: allowed
        )
        project.fetchesOnlyMissing = onlyMissing
        let source = try StorageFetch(
            project, store: store, client: HTTPClient(), files: WorkerPool(name: "files", threads: 2),
            concurrency: concurrency)
        var said: [String] = []
        for try await row in FetchedRows(rows: rows, source: source) { said.append(try text(row.picture)) }
        return said
    }

    private func text(_ picture: FetchedRow.Picture) throws -> String {
        switch picture {
        case .kept(let image):
            String(
                decoding: try FileBytes.read(store.objects.path(of: image.digest), count: 1 << 20),
                as: UTF8.self)
        case .failed(let finding): "\(finding.rule): \(finding.message)"
        }
    }

    /// What is left of files being written.
    var leftovers: [String] { get throws { try directory.temporaries() } }
}

extension ScriptedServer {
    /// A Storage with its objects' URL.
    var storage: StorageSettings { StorageSettings(url: url) }

    /// The URL of an object in the public bucket.
    func object(_ key: String) -> String { "\(url)/storage/v1/object/public/images/\(key)" }
}
