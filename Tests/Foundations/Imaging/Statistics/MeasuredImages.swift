import Dataset
import TestKit
import Vips

@testable import Imaging

extension ImageStatistics {
    /// Of no picture in particular, for what asks only whether they come through.
    static let anything = ImageStatistics(
        brightness: Brightness(p1: 0.1, p5: 0.2, p99: 0.9), entropy: 7.5,
        sharpness: Sharpness(edges: 40, greySpread: 12), isGrey: false, transparentShare: 0,
        contentBox: PixelBox(left: 0, top: 3, width: 7, height: 3), hash: PerceptualHash(bits: 0x1234),
        attention: Attention(attention: Focus(x: 0.25, y: 0.5)!, entropy: Focus(x: 0.125, y: 0.5)!),
        detail: Detail(bytesPerPixel: 1.5, pixels: 63))
}

extension ImageFolder {
    /// Measures a file.
    func measure(_ path: String, thumbnail: Bool = false) throws -> ImageStatistics.Measured {
        let format: ImageFormat = path.hasSuffix("png") ? .png : path.hasSuffix("webp") ? .webp : .jpeg
        let picture = try Picture.open(path, as: PictureFormat(format))
        let facts = ImageFacts(
            format: format, width: picture.width, height: picture.height, orientation: picture.orientation,
            bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
            isCMYK: picture.isCMYK, hasProfile: picture.hasICCProfile)
        return try ImageStatistics.measure(
            path, facts, deadline: Deadline(after: .seconds(60)), extras: thumbnail ? .thumbnail : [])
    }

    /// Writes and measures.
    func statistics(_ picture: borrowing Picture, _ name: String = "a.png", quality: Int = 90) throws
        -> ImageStatistics
    {
        try measure(try save(picture, name, quality: quality)).statistics
    }
}
