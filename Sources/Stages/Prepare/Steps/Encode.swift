import Dataset
import Vips

extension Preparation {
    /// Makes the file that is sent.
    ///
    /// It stays in memory, a few megabytes at most, so that a full disk is never taken for a bad picture.
    func encode(_ picture: borrowing Picture) throws(PrepareError) -> [UInt8] {
        try doing(.encode, "the picture could not be encoded") { () throws(VipsError) in
            try picture.encoded(as: PictureEncoding(recipe))
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
