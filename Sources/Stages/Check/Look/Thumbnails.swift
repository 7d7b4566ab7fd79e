public import Dataset
public import Store

/// Small copies of pictures, kept in the store by their pictures' content.
public struct Thumbnails: Sendable {
    private let store: Store

    /// Those of a store.
    public init(store: Store) { self.store = store }

    /// The copy of a picture; nil when a check that kept reviews has not been here.
    ///
    /// - Throws: `StoreError`.
    public func thumbnail(of image: SourceImage) throws -> Thumbnail? {
        guard let (kept, format) = try place(of: image) else { return nil }
        let bytes = try FileBytes.read(store.objects.path(of: kept.digest), count: Int(kept.bytes))
        // A damaged copy is none.
        return Digest.of(bytes) == kept.digest ? Thumbnail(bytes: bytes, format: format) : nil
    }

    func holds(_ image: SourceImage) throws -> Bool { try place(of: image) != nil }

    func keep(_ thumbnail: Thumbnail, of image: SourceImage) throws {
        let kept = try store.objects.keep(thumbnail.bytes)
        try store.caches.remember(
            look: .record([
                "sha256": .string(kept.digest.hex), "bytes": .int(kept.bytes),
                "format": .string(thumbnail.format.rawValue),
            ]), at: image.digest, version: Self.version)
    }

    private func place(of image: SourceImage) throws -> (file: SourceImage, format: ImageFormat)? {
        guard let entry = try store.caches.look(at: image.digest, version: Self.version),
            let digest = entry["sha256"]?.string.flatMap(Digest.init(hex:)), let bytes = entry["bytes"]?.int,
            let format = entry["format"]?.string.flatMap(ImageFormat.init),
            store.objects.holds(digest, bytes: bytes)
        else { return nil }
        return (SourceImage(digest: digest, bytes: bytes), format)
    }

    /// A copy is one more thing that a look gives: it stands beside the verdict in the caches, by a version of its own.
    private static let version = "thumbnail/" + Looker.version
}
