import Dataset
import Imaging
import Vips

/// The steps that make and check the file.
extension Preparation {
    /// Encodes the file that is sent.
    ///
    /// It stays in memory, a few megabytes at most, so that a full disk is not reported as a bad picture.
    func encode(_ picture: borrowing Picture) throws(PrepareError) -> [UInt8] {
        try doing(.encode, "the picture could not be encoded") { () throws(VipsError) in
            try picture.encoded(as: PictureEncoding(recipe))
        }
    }

    /// Checks the new file without decoding it: format, size, three 8-bit bands, no metadata, and nothing behind its end.
    ///
    /// `lorapipe verify` decodes the pixels of every picture of an export.
    func verify(_ file: [UInt8]) throws(PrepareError) {
        let promised = plan.crop.size
        do throws(MetadataFreeImage.ExtraneousData) {
            let size = try MetadataFreeImage.size(of: file, as: recipe.format)
            guard size != promised else { return }
            throw MetadataFreeImage.ExtraneousData("it is \(size)")
        } catch {
            throw PrepareError(
                .verify, "the prepared file is not what it should be: \(error.reason)",
                hint: "report this with the picture; it is a fault of this program")
        }
    }
}

extension PictureEncoding {
    init(_ recipe: Recipe) {
        switch recipe.format {
        case .png: self = .png(compression: recipe.compression)
        case .jpeg: self = .jpeg(quality: recipe.quality)
        case .webp: self = .webp(quality: recipe.quality)
        }
    }
}
