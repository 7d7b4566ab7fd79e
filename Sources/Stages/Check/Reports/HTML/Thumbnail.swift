public import Dataset

extension HTMLReport {
    /// A small picture that stands for a large one: upright, its alpha kept, of the same shape.
    public struct Thumbnail: Sendable {
        /// The encoded file, best about 5 KB.
        public let bytes: [UInt8]
        /// What the bytes are: `image/webp` or `image/jpeg`.
        public let type: String
        /// Width and height in pixels.
        public let size: PixelSize

        /// A thumbnail.
        public init(bytes: [UInt8], type: String, size: PixelSize) {
            self.bytes = bytes
            self.type = type
            self.size = size
        }
    }
}
