import CVipsShims

/// How a picture is written.
public enum PictureEncoding: Sendable {
    /// Deflate level 0 to 9; three bands without metadata are written by libdeflate, all else by libpng.
    case png(compression: Int, interlaced: Bool = false)
    /// Quality 1 to 100; from 90 on the colours are not subsampled.
    case jpeg(quality: Int, progressive: Bool = false)
    /// Quality 1 to 100, lossy.
    case webp(quality: Int)

    /// The format it gives.
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
