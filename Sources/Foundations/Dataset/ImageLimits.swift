/// What is decoded at most. A stranger's small file can ask for any amount of memory.
public enum ImageLimits {
    /// Pixels of a picture.
    public static let pixels = 50_000_000
    /// Pixels of a progressive, interlaced or WebP picture, which a decoder holds in memory whole.
    public static let pixelsAtOnce = 16_000_000

    /// Pixels of one side: libpng's own limit, and far above what JPEG and WebP can declare.
    public static let side = 1_000_000

    /// The limit that holds for a picture.
    public static func pixels(of format: ImageFormat, isInterlaced: Bool) -> Int {
        isInterlaced || format == .webp ? pixelsAtOnce : pixels
    }
}
