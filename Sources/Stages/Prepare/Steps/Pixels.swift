import Dataset
import Vips

/// The steps that compute pixels.
extension Preparation {
    /// Converts any colours to 8-bit sRGB; the trainer reads the values without colour management.
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

    /// Composites transparent pixels over the recipe's background.
    func flatten(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let colour = recipe.background
        return try doing(.flatten, "the alpha could not be flattened") { () throws(VipsError) in
            try picture.flattened(background: (colour.red, colour.green, colour.blue))
        }
    }

    /// Scales the picture to the plan's size and crops it in one pass, in its stored orientation: only the rows and columns
    /// of the crop are decoded and computed. A damaged source fails here.
    func resample(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let stored = StoredPlan(plan, orientation: facts.orientation)
        let box = stored.crop
        return try doing(.resample, "the picture could not be decoded") { () throws(VipsError) in
            try picture.resampled(
                to: (stored.resized.width, stored.resized.height),
                keeping: (box.left, box.top, box.size.width, box.size.height))
        }
    }

    /// Applies the orientation, which the trainer ignores. The picture has its new size and is in memory.
    func upright(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        try doing(.upright, "the picture could not be turned") { () throws(VipsError) in
            try picture.upright()
        }
    }
}
