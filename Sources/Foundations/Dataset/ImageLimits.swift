/// What is decoded at most. A small untrusted file can require any amount of memory.
public enum ImageLimits {
    /// Pixels of a picture.
    public static let pixels = 50_000_000
    /// Pixels of a progressive, interlaced or WebP picture, which a decoder holds in memory whole: 4096 by 4096.
    public static let pixelsAtOnce = 1 << 24

    /// Pixels of one side: libpng's own limit, and far above what JPEG and WebP can declare.
    public static let side = 1_000_000

    /// Pixels of one side after resizing and before cropping: libvips' own limit.
    public static let resizedSide = 10_000_000

    /// A number of pixels as people say it, in megapixels, rounded down.
    public static func megapixels(_ pixels: Int) -> String {
        let tenths = pixels / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// The limit that holds for a picture.
    public static func pixels(of format: ImageFormat, isInterlaced: Bool) -> Int {
        isInterlaced || format == .webp ? pixelsAtOnce : pixels
    }
}
