public import Dataset
public import Store

/// Small copies of pictures, kept in the store by their pictures' content.
public struct Thumbnails: Sendable {
    private let store: Store

    /// Those of a store.
    public init(store: Store) { self.store = store }

    /// The copy of a picture, a WebP file of up to 256 pixels, upright, in sRGB, with its alpha; nil when a check that
    /// kept reviews has not been here.
    ///
    /// - Throws: `StoreError`.
    public func bytes(of image: SourceImage) throws -> [UInt8]? {
        guard let kept = try place(of: image) else { return nil }
        return try FileBytes.read(store.objects.path(of: kept.digest), count: Int(kept.bytes))
    }

    func holds(_ image: SourceImage) throws -> Bool { try place(of: image) != nil }

    func keep(_ bytes: [UInt8], of image: SourceImage) throws {
        let kept = try store.objects.keep(bytes)
        try store.ledger.remember(
            look: .record(["sha256": .string(kept.digest.hex), "bytes": .int(kept.bytes)]), at: image.digest,
            version: Self.version)
    }

    private func place(of image: SourceImage) throws -> SourceImage? {
        guard let entry = try store.ledger.look(at: image.digest, version: Self.version),
            let digest = entry["sha256"]?.string.flatMap(Digest.init(hex:)), let bytes = entry["bytes"]?.int,
            store.objects.holds(digest, bytes: bytes)
        else { return nil }
        return SourceImage(digest: digest, bytes: bytes)
    }

    /// A copy is one more thing that a look gives: it stands beside the verdict in the ledger, by a version of its own.
    private static let version = "thumbnail/" + Looker.version
}
