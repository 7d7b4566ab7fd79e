import Dataset
import Vips

extension Preparation {
    /// Opens the new file as the trainer will, reads every pixel, and looks for all that was promised.
    func verify(_ file: [UInt8]) throws(PrepareError) {
        let size = plan.crop.size
        let picture = try doing(.verify, "the prepared file could not be read back") { () throws(VipsError) in
            let picture = try Picture.open(bytes: file, as: PictureFormat(recipe.format), deadline: deadline)
            try picture.decodeAll()
            return picture
        }
        let faults = [
            (
                picture.width != size.width || picture.height != size.height,
                "it is \(picture.width)×\(picture.height)"
            ),
            (picture.bands != 3 || picture.bitsPerBand != 8, "it has \(picture.bands) bands"),
            (picture.interpretation != "srgb", "its colours are \(picture.interpretation)"),
            (picture.hasICCProfile, "it carries a colour profile"),
            (picture.orientation != 1, "it carries an orientation"),
        ].filter(\.0).map(\.1)
        guard faults.isEmpty else {
            throw PrepareError(
                .verify, "the prepared file is not what it should be: \(faults.joined(separator: ", "))",
                hint: "report this with the picture; it is a fault of this program")
        }
    }
}
