import Dataset
import Store

extension Preparation {
    /// Whether the source is already what would be made of it, so that it can be sent as it is, byte for byte: the format
    /// and the size that are wanted, upright, and nothing in the file but pixels. The check has decoded all of it.
    ///
    /// What cannot be read as such a file is simply prepared, and fails there if it must.
    func isUntouched() -> Bool {
        guard facts.format == recipe.format, facts.orientation == 1, facts.bands == 3, facts.bitsPerBand == 8,
            !facts.hasAlpha, !facts.hasProfile,
            plan.crop == PixelBox(left: 0, top: 0, width: facts.width, height: facts.height),
            plan.resized == plan.crop.size,
            // `try?`: whatever is the matter with the file, the other steps find it and say so.
            let file = try? FileBytes.read(path, count: bytes),
            let size = try? PlainPicture.size(of: file, as: recipe.format)
        else { return false }
        return size == plan.crop.size
    }
}
