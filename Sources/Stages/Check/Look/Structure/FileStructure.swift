import Dataset

/// What the structure of a picture's file says of it, without a decoder.
struct FileStructure: Equatable {
    /// The size that it declares.
    var size: PixelSize
    /// Whether a decoder holds the whole picture in memory.
    var isHeldWhole: Bool
    /// Bytes that a pixel unfolds to, where the format has several depths.
    var bytesPerPixel = 3
    /// What a PNG says of its colours; nil for other formats.
    var colours: PNGColours?

    /// Why a file is no picture that can be used: the id of the rule that names it, and the message.
    struct Fault: Error, Equatable {
        let rule: String
        let message: String

        static func truncated(_ message: String) -> Fault {
            Fault(rule: Rule.imageTruncated.id, message: message)
        }
        static func unreadable(_ message: String) -> Fault {
            Fault(rule: Rule.imageUnreadable.id, message: message)
        }
        static func unsupported(_ message: String) -> Fault {
            Fault(rule: Rule.imageUnsupported.id, message: message)
        }
        static func animated(frames: Int) -> Fault {
            Fault(rule: Rule.imageAnimated.id, message: "an animation of \(frames) frames")
        }
    }

    /// Walks the file from its first part to its last: every declared length must fit, since a library allocates what
    /// is declared; the picture's size must be within the limits; and there must be no more parts than a picture has.
    ///
    /// - Throws: `Fault`, or `StoreError` when the file can't be read.
    static func walk(_ path: String, _ format: ImageFormat, bytes: Int64) throws -> FileStructure {
        switch format {
        case .png:
            var walk = PNGWalk(FileWindow(path), bytes)
            return try walk.run()
        case .jpeg:
            var walk = JPEGWalk(FileWindow(path), bytes)
            return try walk.run()
        case .webp:
            var walk = WebPWalk(FileWindow(path), bytes)
            return try walk.run()
        }
    }

    /// A picture within the limits.
    ///
    /// - Throws: `Fault` for one without pixels, or with too many of them.
    init(_ format: ImageFormat, width: Int, height: Int, isHeldWhole: Bool) throws(Fault) {
        size = PixelSize(width: width, height: height)
        self.isHeldWhole = isHeldWhole
        guard width > 0, height > 0 else { throw .unreadable("the file declares a size of \(size)") }
        let limit = ImageLimits.pixels(of: format, isInterlaced: isHeldWhole)
        // Sides are below 2^31, so their product fits.
        if width * height > limit {
            let kind = limit == ImageLimits.pixels ? "pictures" : "interlaced, progressive and WebP pictures"
            let most = ImageLimits.megapixels(limit)
            throw Fault(
                rule: Rule.imageTooLarge.id,
                message: "\(size) is above the limit of \(most) megapixels for \(kind)")
        }
        if max(width, height) > ImageLimits.side {
            throw Fault(
                rule: Rule.imageTooLarge.id,
                message: "\(size) has a side above the limit of \(ImageLimits.side) pixels")
        }
    }
}

extension Sequence<UInt8> {
    /// The number that these bytes spell, the highest first.
    var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }
    /// The number that these bytes spell, the lowest first.
    var littleEndian: Int { reversed().bigEndian }
}
