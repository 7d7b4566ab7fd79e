/// One picture of an export: where it came from, what was done to it, what it became.
public struct ManifestImage: Sendable, Equatable {
    /// The row's id.
    public var row: String
    /// Where the picture came from: a URL without its query, or a relative path.
    public var source: String
    /// The source file.
    public var sourceImage: SourceImage
    /// What the source's file held.
    public var format: ImageFormat
    /// The source's size as stored.
    public var sourceSize: PixelSize
    /// The part kept, in upright source pixels.
    public var crop: PixelBox
    /// Output pixels per source pixel.
    public var scale: Double
    /// The prepared picture's name in the payload.
    public var filename: String
    /// The prepared picture.
    public var prepared: PreparedImage
    /// The SHA-256 of the caption as sent.
    public var caption: Digest

    /// A picture of an export.
    public init(
        row: String, source: String, sourceImage: SourceImage, format: ImageFormat,
        sourceSize: PixelSize,
        crop: PixelBox, scale: Double, filename: String, prepared: PreparedImage, caption: Digest
    ) {
        self.row = row
        self.source = source
        self.sourceImage = sourceImage
        self.format = format
        self.sourceSize = sourceSize
        self.crop = crop
        self.scale = scale
        self.filename = filename
        self.prepared = prepared
        self.caption = caption
    }

    /// As it stands in a lock file. The scale is rounded to six decimals.
    public var json: JSONValue {
        .record([
            "row": .string(row),
            "source": .record([
                "location": .string(source), "sha256": .string(sourceImage.digest.hex),
                "bytes": .int(sourceImage.bytes),
                "width": .int(Int64(sourceSize.width)), "height": .int(Int64(sourceSize.height)),
                "format": .string(format.rawValue),
            ]),
            "crop": .record([
                "left": .int(Int64(crop.left)), "top": .int(Int64(crop.top)),
                "width": .int(Int64(crop.size.width)),
                "height": .int(Int64(crop.size.height)),
            ]),
            "scale": .double((scale * 1_000_000).rounded() / 1_000_000),
            "prepared": .record([
                "filename": .string(filename), "sha256": .string(prepared.digest.hex),
                "bytes": .int(prepared.bytes),
                "width": .int(Int64(prepared.size.width)), "height": .int(Int64(prepared.size.height)),
            ]),
            "caption": .record(["sha256": .string(caption.hex)]),
        ])
    }

    /// Reads an element of a lock file; nil when a member is missing or of another type.
    public init?(json: JSONValue) {
        func size(_ value: JSONValue?) -> PixelSize? {
            guard let width = value?["width"]?.int, let height = value?["height"]?.int else { return nil }
            return PixelSize(width: Int(width), height: Int(height))
        }
        func digest(_ value: JSONValue?) -> Digest? {
            value?["sha256"]?.string.flatMap(Digest.init(hex:))
        }
        let (source, crop, prepared) = (json["source"], json["crop"], json["prepared"])
        guard let row = json["row"]?.string, let location = source?["location"]?.string,
            let sourceDigest = digest(source), let sourceBytes = source?["bytes"]?.int,
            let sourceSize = size(source),
            let sourceFormat = source?["format"]?.string.flatMap(ImageFormat.init),
            let left = crop?["left"]?.int, let top = crop?["top"]?.int, let cropSize = size(crop),
            let scale = json["scale"]?.double, let filename = prepared?["filename"]?.string,
            let preparedDigest = digest(prepared), let preparedBytes = prepared?["bytes"]?.int,
            let preparedSize = size(prepared), let caption = digest(json["caption"]),
            let format = ImageFormat.allCases.first(where: { filename.hasSuffix("." + $0.fileExtension) })
        else { return nil }
        self.init(
            row: row, source: location,
            sourceImage: SourceImage(digest: sourceDigest, bytes: sourceBytes),
            format: sourceFormat, sourceSize: sourceSize,
            crop: PixelBox(
                left: Int(left), top: Int(top), width: cropSize.width, height: cropSize.height),
            scale: scale,
            filename: filename,
            prepared: PreparedImage(
                digest: preparedDigest, bytes: preparedBytes, size: preparedSize, format: format,
                reused: true
            ),
            caption: caption)
    }
}
