import CVipsShims

/// The format and settings of an encoded picture.
public enum PictureEncoding: Sendable {
    /// Deflate level 0 to 9; three bands without metadata are written by libdeflate, everything else by libpng.
    case png(compression: Int, interlaced: Bool = false)
    /// Quality 1 to 100; without chroma subsampling from 90 on.
    case jpeg(quality: Int, progressive: Bool = false)
    /// Quality 1 to 100, lossy.
    case webp(quality: Int)

    /// The format of the file.
    public var format: PictureFormat {
        switch self {
        case .png: .png
        case .jpeg: .jpeg
        case .webp: .webp
        }
    }

    func shim(strip: Bool) -> cvips_encoding {
        var shim = cvips_encoding()
        shim.format = format.shim
        shim.strip = strip
        switch self {
        case .png(let compression, let interlaced):
            shim.compression = Int32(compression)
            shim.interlaced = interlaced
        case .jpeg(let quality, let progressive):
            shim.quality = Int32(quality)
            shim.interlaced = progressive
        case .webp(let quality):
            shim.quality = Int32(quality)
        }
        return shim
    }
}
