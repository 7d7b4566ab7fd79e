/// A picture as the trainer gets it: exact square, upright, sRGB, three 8-bit bands.
public struct PreparedImage: Sendable, Hashable {
    /// The SHA-256 of the encoded file, under which the store keeps it.
    public var digest: Digest
    /// The encoded file's size in bytes.
    public var bytes: Int64
    /// Its width and height.
    public var size: PixelSize
    /// Its format.
    public var format: ImageFormat
    /// Whether it was taken from the store, so that no pixel was touched.
    public var reused: Bool

    /// A prepared picture.
    public init(digest: Digest, bytes: Int64, size: PixelSize, format: ImageFormat, reused: Bool) {
        self.digest = digest
        self.bytes = bytes
        self.size = size
        self.format = format
        self.reused = reused
    }
}
