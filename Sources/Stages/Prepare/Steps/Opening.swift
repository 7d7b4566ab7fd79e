import Dataset
import Imaging
import Store
import Vips

/// The steps before the first pixel.
extension Preparation {
    /// Whether the source is already a valid result, so that it can be sent byte for byte: the wanted format and size, upright,
    /// and free of metadata. The check has decoded all of it.
    ///
    /// A file that can't be read as such is prepared by the other steps, and fails there if it must.
    func isUntouched() -> Bool {
        guard facts.format == recipe.format, facts.orientation == 1, facts.bands == 3, facts.bitsPerBand == 8,
            !facts.hasAlpha, !facts.hasProfile,
            plan.crop == PixelBox(left: 0, top: 0, width: facts.width, height: facts.height),
            plan.resized == plan.crop.size,
            // `try?`: the other steps report what is wrong with the file.
            let file = try? FileBytes.read(path, count: bytes),
            let size = try? MetadataFreeImage.size(of: file, as: recipe.format)
        else { return false }
        return size == plan.crop.size
    }

    /// Opens the file with the loader of its format, and checks that size and orientation are those of the inspection: the
    /// crop was planned from them.
    func header() throws(PrepareError) -> Picture {
        let picture = try doing(.header, "the file could not be opened") { () throws(VipsError) in
            try Picture.open(path, as: PictureFormat(facts.format), access: .sequential, deadline: deadline)
        }
        let size = PixelSize(width: picture.width, height: picture.height)
        guard size == PixelSize(width: facts.width, height: facts.height),
            picture.orientation == facts.orientation
        else {
            throw PrepareError(
                .header,
                "the file shows \(size) pixels in orientation \(picture.orientation), and showed "
                    + "\(facts.width)×\(facts.height) in orientation \(facts.orientation) when it was checked",
                hint: "check again with a fresh state directory (--state)")
        }
        return picture
    }

    /// Refuses a picture above the limits of the check, before the first pixel is decoded.
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
