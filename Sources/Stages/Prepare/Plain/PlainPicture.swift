import Dataset

/// A file of a picture that has nothing in it but pixels: three 8-bit bands of sRGB, upright, and neither metadata nor
/// anything else that a viewer could do without.
///
/// Each format is walked through by a list of what may be in it; whatever is not on the list makes a file impure, be it
/// harmless or not. No pixel is decoded, so that this says nothing about damage inside of the compressed data.
enum PlainPicture {
    /// What a file has that a plain one has not.
    struct Impurity: Error, Equatable {
        /// As in "it carries a tEXt chunk".
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// The picture's size in pixels.
    static func size(of file: [UInt8], as format: ImageFormat) throws(Impurity) -> PixelSize {
        switch format {
        case .jpeg: try plainJPEG(file)
        case .png: try plainPNG(file)
        case .webp: try plainWebP(file)
        }
    }
}

/// Bytes that are read from the front; what is not there is an early end.
struct PlainReader {
    let bytes: [UInt8]
    var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - at }

    mutating func byte() throws(PlainPicture.Impurity) -> Int {
        guard left >= 1 else { throw PlainPicture.Impurity("it ends early") }
        at += 1
        return Int(bytes[at - 1])
    }

    /// The next bytes, as a part of the whole.
    mutating func take(_ count: Int) throws(PlainPicture.Impurity) -> ArraySlice<UInt8> {
        guard count >= 0, left >= count else { throw PlainPicture.Impurity("it ends early") }
        at += count
        return bytes[at - count..<at]
    }

    /// A whole number of so many bytes, the highest first.
    mutating func big(_ count: Int) throws(PlainPicture.Impurity) -> Int {
        try take(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A whole number of so many bytes, the lowest first.
    mutating func little(_ count: Int) throws(PlainPicture.Impurity) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Four letters, as chunks are named; others than printable ones come as dots.
    mutating func name() throws(PlainPicture.Impurity) -> String {
        String(decoding: try take(4).map { (0x20...0x7E).contains($0) ? $0 : 0x2E }, as: UTF8.self)
    }
}
