public import Dataset

/// What the structure of an image file says, without a decoder.
public struct FileStructure: Sendable, Equatable {
    /// The size that it declares.
    public var size: PixelSize
    /// Whether a decoder holds the whole picture in memory.
    var isHeldWhole: Bool
    /// Bytes that a pixel unfolds to, where the format has several depths.
    var bytesPerPixel = 3
    /// What a PNG says about its colours; nil for other formats.
    var colours: PNGColours?

    /// Walks a file from its first part to its last: every declared length must fit, since a library allocates what
    /// is declared; the picture's size must be within the limits; and there must be no more parts than a picture has.
    ///
    /// - Throws: `ImageFault`, or `StoreError` when the file can't be read.
    public static func walk(_ path: String, _ format: ImageFormat, bytes: Int64) throws -> FileStructure {
        try walk(FileWindow(path, count: bytes), format)
    }

    /// The same for a file that is in memory.
    public static func walk(_ bytes: [UInt8], _ format: ImageFormat) throws(ImageFault) -> FileStructure {
        do {
            return try walk(MemoryBytes(bytes), format)
        } catch let fault as ImageFault {
            throw fault
        } catch {
            preconditionFailure("a walk over memory throws nothing else: \(error)")
        }
    }

    private static func walk(_ source: some ByteSource, _ format: ImageFormat) throws -> FileStructure {
        switch format {
        case .png:
            var walk = PNGStructure(source)
            return try walk.run()
        case .jpeg:
            var walk = JPEGStructure(source)
            return try walk.run()
        case .webp:
            var walk = WebPStructure(source)
            return try walk.run()
        }
    }

    /// A picture within the limits.
    ///
    /// - Throws: `ImageFault` for one without pixels, or with too many of them.
    init(_ format: ImageFormat, width: Int, height: Int, isHeldWhole: Bool) throws(ImageFault) {
        size = PixelSize(width: width, height: height)
        self.isHeldWhole = isHeldWhole
        guard width > 0, height > 0 else { throw .unreadable("the file declares a size of \(size)") }
        let limit = ImageLimits.pixels(of: format, isInterlaced: isHeldWhole)
        // Sides are below 2^31, so their product fits.
        if width * height > limit {
            let kind = limit == ImageLimits.pixels ? "pictures" : "interlaced, progressive and WebP pictures"
            let most = ImageLimits.megapixels(limit)
            throw ImageFault(.tooLarge, "\(size) is above the limit of \(most) megapixels for \(kind)")
        }
        if max(width, height) > ImageLimits.side {
            throw ImageFault(.tooLarge, "\(size) has a side above the limit of \(ImageLimits.side) pixels")
        }
    }
}
