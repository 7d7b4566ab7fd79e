import Dataset
import Vips

/// The largest pictures that are decoded, in pixels.
struct Limits: Sendable {
    /// Of a picture that is decoded row by row.
    var pixels = ImageLimits.pixels
    /// Of an interlaced PNG or a multi-scan JPEG, which its codec holds in memory whole: a file of a kilobyte can
    /// ask for gigabytes that way.
    var pixelsAtOnce = ImageLimits.pixelsAtOnce
}

extension Preparation {
    /// Refuses what is too large, before the first pixel is made.
    func limits(_ picture: borrowing Picture) throws(PrepareError) {
        let pixels = picture.width * picture.height
        let limit = picture.isInterlaced ? limits.pixelsAtOnce : limits.pixels
        guard pixels <= limit else {
            let kind = picture.isInterlaced ? "an interlaced or progressive picture" : "a picture"
            throw PrepareError(
                .limits,
                "\(picture.width)×\(picture.height) pixels are more than the \(limit) allowed for \(kind)",
                hint: "scale the picture down; the trainer sees \(plan.crop.size) pixels")
        }
    }
}
