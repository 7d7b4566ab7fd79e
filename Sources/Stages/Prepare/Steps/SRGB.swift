import Dataset
import Vips

extension Preparation {
    /// Brings any colours to 8-bit sRGB; the trainer takes the numbers as they are.
    func sRGB(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let colours = try doing(.sRGB, "the colours could not be converted") { () throws(VipsError) in
            try picture.toSRGB()
        }
        guard (3...4).contains(colours.bands), colours.bitsPerBand == 8 else {
            throw PrepareError(
                .sRGB, "\(picture.bands) bands of \(picture.interpretation) do not make a colour picture",
                hint: "save the picture again as RGB")
        }
        return colours
    }
}
