import Dataset
import Pack

/// Lock files of pictures that nobody made.
struct DiffScene {
    let images: [ManifestImage]

    init() { images = ["1", "2", "3"].map { Self.image($0) } }

    func image(_ row: String, content: String? = nil) -> ManifestImage { Self.image(row, content: content) }

    private static func image(_ row: String, content: String? = nil) -> ManifestImage {
        let digest = Digest.of("prepared \(content ?? row)")
        return ManifestImage(
            row: row, source: "https://h/\(row).jpg",
            sourceImage: SourceImage(digest: Digest.of("source \(content ?? row)"), bytes: 1000),
            format: .jpeg,
            sourceSize: PixelSize(width: 4000, height: 3001),
            crop: PixelBox(left: 499, top: 0, width: 3001, height: 3001), scale: 1024.0 / 3001,
            filename: "\(row)-\(digest.short).png",
            prepared: PreparedImage(
                digest: digest, bytes: 2000, size: PixelSize(width: 1024, height: 1024), format: .png,
                reused: false), caption: Digest.of("caption \(content ?? row)"))
    }

    /// Makes another prepared picture of it.
    func prepare(_ image: inout ManifestImage, _ content: String) {
        let old = image.prepared.digest.short
        image.prepared.digest = Digest.of(content)
        image.filename = image.filename.replacing(old, with: image.prepared.digest.short)
    }

    func manifest(_ images: [ManifestImage]? = nil) -> Manifest {
        let images = images ?? self.images
        // A body is made of names, pictures and captions, in the order of the names.
        let body = images.map { $0.filename + $0.prepared.digest.hex + $0.caption.hex }.sorted().joined()
        return Manifest(
            payload: .init(digest: Digest.of(body), bytes: 10, images: images.count),
            training: .record(["seed": 42]), recipe: Recipe().json,
            tools: .record(["libvips": "8.14.1", "simd": true]),
            dataset: DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour"), images: images)
    }
}
