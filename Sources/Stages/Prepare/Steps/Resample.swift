import Dataset
import Vips

extension Preparation {
    /// Scales the picture to the plan's size and keeps the plan's part of it, both in one go, while it still lies as it
    /// is stored: only rows and columns that the part is made of are decoded and computed. Here a damaged source shows.
    func resample(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let stored = StoredPlan(plan, orientation: facts.orientation)
        let box = stored.crop
        return try doing(.resample, "the picture could not be decoded") { () throws(VipsError) in
            try picture.resampled(
                to: (stored.resized.width, stored.resized.height),
                keeping: (box.left, box.top, box.size.width, box.size.height))
        }
    }
}
