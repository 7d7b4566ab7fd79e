import Dataset
import Vips

extension Preparation {
    /// Refuses what is too large, before the first pixel is made: by the limits of the check.
    func limits(_ picture: borrowing Picture) throws(PrepareError) {
        let pixels = picture.width * picture.height
        let limit = limit(facts.format, picture.isInterlaced)
        guard pixels <= limit else {
            let kind =
                limit == ImageLimits.pixels ? "a picture" : "an interlaced, progressive or WebP picture"
            let size = PixelSize(width: picture.width, height: picture.height)
            throw PrepareError(
                .limits, "\(size) pixels are more than the \(limit) allowed for \(kind)",
                hint: "scale the picture down; the trainer sees \(plan.crop.size) pixels")
        }
        guard plan.isCarriedOut else {
            throw PrepareError(
                .limits,
                "it would be \(plan.resized) before cropping, above \(ImageLimits.resizedSide) a side",
                hint: "cut out the part that matters yourself")
        }
    }
}
