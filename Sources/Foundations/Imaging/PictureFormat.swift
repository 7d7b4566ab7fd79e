public import Dataset
public import Vips

extension PictureFormat {
    /// The binding's name for a format: the only place where one becomes the other.
    public init(_ format: ImageFormat) {
        switch format {
        case .png: self = .png
        case .jpeg: self = .jpeg
        case .webp: self = .webp
        }
    }
}
