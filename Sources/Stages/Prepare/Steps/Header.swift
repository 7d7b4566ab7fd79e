import Dataset
import Vips

extension Preparation {
    /// Opens the file by the loader of its format, and makes sure that it shows what the check saw: the crop was
    /// planned from that.
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
}

extension PictureFormat {
    init(_ format: ImageFormat) {
        switch format {
        case .png: self = .png
        case .jpeg: self = .jpeg
        case .webp: self = .webp
        }
    }
}
