import Dataset
import Vips

extension Preparation {
    /// Cuts the plan's square out.
    func crop(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let box = plan.crop
        return try doing(.crop, "the square could not be cut out") { () throws(VipsError) in
            try picture.cropped(
                left: box.left, top: box.top, width: box.size.width, height: box.size.height)
        }
    }
}
