public import Dataset
public import Store
import Vips

/// A whole picture, upright and in sRGB, at no more than 256 pixels of the long side: as a small file.
public struct Thumbnail: Sendable, Equatable {
    /// The file's bytes.
    public let bytes: [UInt8]
    /// JPEG, or WebP for a picture with alpha, which it keeps.
    ///
    /// WebP files are a fifth smaller and take seven times as long to make (2.8 against 0.4 ms), a fifth of the whole
    /// inspection.
    public let format: ImageFormat

    /// A small file that exists already.
    public init(bytes: [UInt8], format: ImageFormat) {
        self.bytes = bytes
        self.format = format
    }

    /// Of a picture that has its size already.
    init(of picture: borrowing Picture) throws(VipsError) {
        let seen = try picture.toSRGB()
        format = seen.hasAlpha ? .webp : .jpeg
        bytes = try seen.encoded(as: seen.hasAlpha ? .webp(quality: 75) : .jpeg(quality: 75))
    }

    /// The media type, such as `image/jpeg`.
    public var mediaType: String { "image/\(format.rawValue)" }
}

/// Small copies of pictures in the content-addressable store, found by their pictures' content.
public struct Thumbnails: Sendable {
    private let store: Store

    /// Those of a store.
    public init(store: Store) { self.store = store }

    /// The copy of a picture; nil when no check that keeps reviews has made one.
    ///
    /// - Throws: `StoreError`.
    public func thumbnail(of image: SourceImage) throws -> Thumbnail? {
        guard let (kept, format) = try entry(of: image) else { return nil }
        let bytes = try FileBytes.read(store.objects.path(of: kept.digest), count: Int(kept.bytes))
        // A damaged copy counts as none.
        return Digest.of(bytes) == kept.digest ? Thumbnail(bytes: bytes, format: format) : nil
    }

    func holds(_ image: SourceImage) throws -> Bool { try entry(of: image) != nil }

    func keep(_ thumbnail: Thumbnail, of image: SourceImage) throws {
        let kept = try store.objects.keep(thumbnail.bytes)
        try store.caches.remember(
            inspection: .record([
                "sha256": .string(kept.digest.hex), "bytes": .int(kept.bytes),
                "format": .string(thumbnail.format.rawValue),
            ]), of: image.digest, version: Self.version)
    }

    private func entry(of image: SourceImage) throws -> (file: SourceImage, format: ImageFormat)? {
        guard let entry = try store.caches.inspection(of: image.digest, version: Self.version),
            let digest = entry["sha256"]?.string.flatMap(Digest.init(hex:)), let bytes = entry["bytes"]?.int,
            let format = entry["format"]?.string.flatMap(ImageFormat.init),
            store.objects.holds(digest, bytes: bytes)
        else { return nil }
        return (SourceImage(digest: digest, bytes: bytes), format)
    }

    /// A copy is cached beside the result, under a version of its own.
    private static let version = "thumbnail/" + InspectionCache.version
}
