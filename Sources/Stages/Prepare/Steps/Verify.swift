import Dataset

extension Preparation {
    /// Goes through the new file and looks for all that was promised: format, size, three 8-bit bands, nothing but
    /// pixels, and its end where it should be.
    ///
    /// The pixels are not decoded once more: `lorapipe verify` does that for every picture of an export.
    func verify(_ file: [UInt8]) throws(PrepareError) {
        let promised = plan.crop.size
        do throws(PlainPicture.Impurity) {
            let size = try PlainPicture.size(of: file, as: recipe.format)
            guard size != promised else { return }
            throw PlainPicture.Impurity("it is \(size)")
        } catch {
            throw PrepareError(
                .verify, "the prepared file is not what it should be: \(error.reason)",
                hint: "report this with the picture; it is a fault of this program")
        }
    }
}
