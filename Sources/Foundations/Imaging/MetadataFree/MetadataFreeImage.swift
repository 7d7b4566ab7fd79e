public import Dataset

/// An image file that contains nothing but pixels: three 8-bit bands of sRGB, upright, without metadata or anything else
/// that a viewer does not need.
///
/// Each format has a list of what may be in it; whatever is not on the list makes a file impure, harmless or not. No pixel
/// is decoded, so this says nothing about damage inside of the compressed data.
public enum MetadataFreeImage {
    /// What a file has beyond pixels.
    public struct ExtraneousData: Error, Equatable {
        /// As in "it carries a tEXt chunk".
        public let reason: String

        /// A reason that reads as a sentence about the file.
        public init(_ reason: String) { self.reason = reason }
    }

    /// The picture's size in pixels.
    ///
    /// - Throws: `ExtraneousData` for the first part that is not on the format's list, and for a file that ends early.
    public static func size(of file: [UInt8], as format: ImageFormat) throws(ExtraneousData) -> PixelSize {
        switch format {
        case .jpeg: try jpegSize(file)
        case .png: try pngSize(file)
        case .webp: try webpSize(file)
        }
    }

    static var endsEarly: ExtraneousData { ExtraneousData("it ends early") }

    /// A chunk's name for a message; bytes other than printable ASCII come as dots.
    static func printable(_ name: String) -> String {
        String(name.map { $0.isASCII && ("\u{20}"..."\u{7E}").contains($0) ? $0 : "." })
    }
}
