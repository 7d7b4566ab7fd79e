/// What is decoded at most. A stranger's small file can ask for any amount of memory.
public enum ImageLimits {
    /// Pixels of a picture.
    public static let pixels = 50_000_000
    /// Pixels of a progressive or interlaced picture, which a decoder holds in memory whole.
    public static let pixelsAtOnce = 16_000_000

    /// The limit that holds for a picture.
    public static func pixels(isInterlaced: Bool) -> Int { isInterlaced ? pixelsAtOnce : pixels }
}
