import CVipsShims

/// How the part of a picture that matters is found.
public enum PictureInterest: Sendable {
    /// By edges, skin and saturated colours.
    case attention
    /// By taking off, again and again, the strip that holds less.
    case entropy
}

extension Picture {
    /// The top left corner of the part of a size that is worth most. For small pictures: all pixels are read, some of
    /// them often. Fails for a part larger than the picture.
    public func interesting(
        width: Int, height: Int, by way: PictureInterest
    ) throws(VipsError) -> (left: Int, top: Int) {
        let corner = try evaluate("interest") { image in
            var (left, top) = (Int32(0), Int32(0))
            let code = cvips_interesting(image, Int32(width), Int32(height), way == .attention, &left, &top)
            return code == 0 ? (left, top) : nil
        }
        return (Int(corner.0), Int(corner.1))
    }
}
