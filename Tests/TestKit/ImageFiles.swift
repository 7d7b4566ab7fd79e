public import Vips

/// Files as they come from a storage, good and bad.
public enum Files {
    /// Pixels that no codec can flatten away; `shade` makes a different picture of the same size.
    public static func noise(_ width: Int, _ height: Int, bands: Int = 3, shade: UInt8 = 0) throws -> Picture
    {
        var state: UInt32 = 7 &+ UInt32(shade)
        let block = (0..<9973).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
        var pixels: [UInt8] = []
        let count = width * height * bands
        pixels.reserveCapacity(count + block.count)
        while pixels.count < count { pixels.append(contentsOf: block) }
        pixels.removeLast(pixels.count - count)
        return try Picture.fromPixels(pixels, width: width, height: height, bands: bands)
    }

    /// A JPEG of quality 80.
    public static func jpeg(
        _ width: Int = 600, _ height: Int = 520, shade: UInt8 = 0, progressive: Bool = false
    )
        throws
        -> [UInt8]
    {
        try noise(width, height, shade: shade).encoded(as: .jpeg(quality: 80, progressive: progressive))
    }

    /// A PNG, deflated once.
    public static func png(_ width: Int = 600, _ height: Int = 520) throws -> [UInt8] {
        try noise(width, height).encoded(as: .png(compression: 1))
    }

    /// A lossy WebP of 600 by 520 pixels.
    public static func webp() throws -> [UInt8] { try noise(600, 520).encoded(as: .webp(quality: 80)) }

    /// One grey all over: megapixels of it make a small file.
    public static func plain(_ width: Int, _ height: Int, interlaced: Bool = false) throws -> [UInt8] {
        let pixels = [UInt8](repeating: 128, count: width * height)
        return try Picture.fromPixels(pixels, width: width, height: height, bands: 1)
            .encoded(as: .png(compression: 1, interlaced: interlaced))
    }

    /// A JPEG with a segment behind its first marker, as cameras put a thumbnail there: a JPEG of its own,
    /// end marker and all.
    public static func withThumbnail(_ jpeg: [UInt8]) throws -> [UInt8] {
        let thumbnail = try Self.jpeg(32, 32)
        let length = thumbnail.count + 2
        return [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + thumbnail
            + jpeg.dropFirst(2)
    }

    /// The first share of a file.
    public static func cut(_ bytes: [UInt8], to share: Double = 0.6) -> [UInt8] {
        Array(bytes.prefix(Int(Double(bytes.count) * share)))
    }

    /// A file with a bit turned around in the middle of its pixels.
    public static func spoilt(_ png: [UInt8]) -> [UInt8] {
        var bytes = png
        bytes[bytes.count / 2] ^= 0x10
        return bytes
    }

    /// The 57 bytes that make a reader which believes them ask for a gigabyte.
    public static let promisingPNG: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 2, 88, 0, 0, 2, 8, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0x3F, 0xFF, 0xFF, 0xFF] + Array("tEXt".utf8)
        + [UInt8](repeating: 65, count: 16)

    /// A short gzip stream with bytes behind it: the library's own sniffers never come back from this.
    public static let gzip: [UInt8] =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 165)

    /// A PNG that says right behind its header that it has 12 frames.
    public static func animation() throws -> [UInt8] {
        let png = try Self.png()
        return png[..<33] + PNGParts.chunk("acTL", PNGParts.number(12) + PNGParts.number(0)) + png[33...]
    }

    /// What a storage serves for a file that is gone.
    public static let html = Array("<!DOCTYPE html><html><body>404 Not Found</body></html>".utf8)
}
