import Curl
import Dataset
import Foundation
import Store
import Workers

/// Gets pictures over HTTP: only from the configured Storage and the origins allowed on purpose, whatever a
/// row says; kept by content, and not downloaded again while their tag is the same.
struct StorageFetch: PictureSource {
    private let store: Store
    private let client: HTTPClient
    private let files: WorkerPool
    private let locations: PictureLocations

    /// The largest file that is fetched.
    static let maxBytes: Int64 = 100 << 20

    init(_ project: SupabaseSource, store: Store, client: HTTPClient, files: WorkerPool) throws(PullError) {
        self.store = store
        self.files = files
        self.client = client
        locations = try PictureLocations(project)
    }

    func picture(of row: DatasetRow) async throws -> Fetched {
        if row.image.allSatisfy(\.isWhitespace) {
            return Fetched(
                Self.finding("image-missing", row, "image_url is empty: the upload never finished"),
                wasAsked: false)
        }
        let target: PictureLocations.Target
        do {
            target = try locations.target(of: row.image)
        } catch {
            return Fetched(Self.finding("image-host-refused", row, error.reason), wasAsked: false)
        }
        return try await fetch(row, target)
    }

    private func fetch(_ row: DatasetRow, _ target: PictureLocations.Target) async throws -> Fetched {
        let known = try store.ledger.fetched(from: target.url).flatMap { file in
            store.objects.holds(file.image.digest, bytes: file.image.bytes) ? file : nil
        }
        let path = store.objects.temporaryPath()
        // Whatever happens, no part of a download stays behind; a kept file has left this path.
        defer { unlink(path) }
        var request = HTTPRequest(
            target.url, headers: target.headers, sink: .file(path: path, limit: Self.maxBytes))
        if let etag = known?.etag { request.headers.append(("If-None-Match", etag)) }
        var policy = RetryPolicy()
        while true {
            let attempt: RetryPolicy.Attempt
            do {
                let response = try await client.send(request)
                if response.status == 304, let known { return Fetched(known.image) }
                if response.status == 200 {
                    let etag = response.header("ETag")
                    return try await files.run { Fetched(try keep(path, etag, target.url)) }
                }
                attempt = .answered(
                    response.status, retryAfter: response.header("Retry-After"),
                    words: StorageWords.of(response))
            } catch let error as HTTPError {
                if error.kind == .cancelled { throw CancellationError() }
                if case .tooLarge = error.kind {
                    return Fetched(
                        Self.finding(
                            "image-too-large", row,
                            "the file is above the limit of \(Self.maxBytes >> 20) MiB"))
                }
                attempt = .broke(error.message, isTransient: error.isTransient)
            }
            switch policy.next(after: attempt) {
            case .wait(let pause): try await Task.sleep(for: pause)
            case .giveUp(let reason, let isOutage):
                return Fetched(
                    Self.finding("image-unavailable", row, reason), outage: isOutage ? reason : nil)
            }
        }
    }

    private func keep(_ path: String, _ etag: String?, _ url: String) throws -> SourceImage {
        // A picture of no bytes leaves no file behind; the check names it.
        let kept =
            FileManager.default.fileExists(atPath: path)
            ? try store.objects.keep(path) : try store.objects.keep([])
        let image = SourceImage(digest: kept.digest, bytes: kept.bytes)
        try store.ledger.remember(FetchedFile(etag: etag, image: image), from: url)
        return image
    }

    private static func finding(_ rule: String, _ row: DatasetRow, _ message: String) -> Finding {
        Finding(rule, .error, on: row, message, hint: "")
    }
}
