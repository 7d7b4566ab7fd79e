import Dataset
import Vips

extension Preparation {
    /// Scales the picture to the plan's size, which covers the square.
    func resize(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let resized = try doing(.resize, "the picture could not be resized") { () throws(VipsError) in
            // The two scales differ a little where the longer side was rounded to a whole pixel.
            try picture.resized(
                horizontalScale: Double(plan.resized.width) / Double(picture.width),
                verticalScale: Double(plan.resized.height) / Double(picture.height))
        }
        let size = PixelSize(width: resized.width, height: resized.height)
        guard size == plan.resized else {
            throw PrepareError(
                .resize, "the resized picture has \(size) pixels in place of \(plan.resized)",
                hint: "report this with the size of the picture, \(plan.source)")
        }
        return resized
    }
}
