import Curl
import Dataset
import Store
import Workers

/// Gets pictures over HTTP: only from the configured Storage and the origins allowed on purpose, whatever a
/// row says; kept by content, and not downloaded again while their tag is the same.
struct StorageFetch: PictureSource {
    private let store: Store
    private let files: WorkerPool
    private let locations: PictureLocations
    private let download: Download
    private let onlyMissing: Bool

    init(
        _ project: SupabaseSource, store: Store, client: HTTPClient, files: WorkerPool,
        concurrency: DownloadConcurrency
    )
        throws(PullError)
    {
        self.store = store
        self.files = files
        locations = try PictureLocations(project)
        download = Download(client: client, locations: locations, concurrency: concurrency, files: files)
        onlyMissing = project.fetchesOnlyMissing
    }

    func picture(of row: DatasetRow) async throws -> Fetched {
        if row.image.allSatisfy(\.isWhitespace) {
            return Fetched(
                Self.finding("image-missing", row, "image_url is empty: the upload never finished"),
                wasAsked: false)
        }
        let location: ObjectLocation
        do {
            location = try locations.objectLocation(of: row.image, named: row.name)
        } catch {
            return Fetched(Self.finding(error.rule.rawValue, row, error.reason), wasAsked: false)
        }
        let known: FetchedFile? = try await files.run { try self.known(at: location) }
        if let known, onlyMissing { return Fetched(known.image, wasAsked: false) }
        let path = store.objects.temporaryPath()
        // Whatever happens, no part of a download stays behind; a kept file has left this path.
        defer { store.objects.discard(path) }
        let (outcome, wasBusy) = try await download(
            location, to: path, knownAs: known?.etag, isFresh: FreshUploads.isFresh(row))
        var fetched: Fetched
        switch (outcome, known) {
        case (.unchanged, let known?): fetched = Fetched(known.image)
        case (.unchanged, nil):
            let message = "the server says unchanged of a picture that it never gave"
            fetched = Fetched(Self.finding("image-unavailable", row, message, at: location))
        case (.came(let etag), _):
            fetched = try await files.run { Fetched(try keep(path, etag, location.identity)) }
        case (.failed(let rule, let reason, let outage), _):
            fetched = Fetched(Self.finding(rule, row, reason, at: location), outage: outage)
        }
        fetched.wasBusy = wasBusy
        return fetched
    }

    /// What the place gave before, while it is still kept and was found to be a picture. Otherwise it is fetched as if
    /// for the first time: a tag of a broken answer would keep it for ever.
    private func known(at location: ObjectLocation) throws -> FetchedFile? {
        guard let file = try store.caches.fetched(from: location.identity), try isUsable(file.image) else {
            return nil
        }
        return file
    }

    func holds(_ image: SourceImage) async throws -> Bool { try await files.run { try isUsable(image) } }

    private func isUsable(_ image: SourceImage) throws -> Bool {
        try store.objects.holds(image.digest, bytes: image.bytes) && !store.caches.isUnusable(image.digest)
    }

    private func keep(_ path: String, _ etag: String?, _ identity: String) throws -> SourceImage {
        let kept = try store.objects.keep(path)
        let image = SourceImage(digest: kept.digest, bytes: kept.bytes)
        try store.caches.remember(FetchedFile(etag: EntityTag.usable(etag), image: image), from: identity)
        return image
    }

    /// - Parameter place: where it was asked for, which says more than a row that names a path alone.
    private static func finding(
        _ rule: String, _ row: DatasetRow, _ message: String, at location: ObjectLocation? = nil
    ) -> Finding {
        let url = row.url ?? location?.routes.first.map { DatasetRow.withoutSecrets($0.url) }
        return Finding(rule, .error, on: row, message, hint: "", url: url)
    }
}

/// A version's tag as a server gave it (RFC 9110, section 8.8.3).
enum EntityTag {
    /// A tag that can be sent back; nil for one with anything but plain letters, which headers and signatures can't
    /// carry as it is, and for one that is longer than any.
    static func usable(_ tag: String?) -> String? {
        guard let tag, !tag.isEmpty, tag.utf8.count <= 1024, !tag.contains("  "),
            tag.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        return tag
    }
}
