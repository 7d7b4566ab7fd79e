import CVipsShims

/// How the most interesting part of a picture is chosen.
public enum PictureAttention: Sendable {
    /// By edges, skin tones and saturated colours.
    case attention
    /// By repeatedly removing the strip of lower entropy.
    case entropy
}

extension Picture {
    /// The top left corner of the most interesting part of the given size. For small pictures: all pixels are read, some of
    /// them repeatedly. Fails for a part larger than the picture.
    public func interesting(
        width: Int, height: Int, by way: PictureAttention
    ) throws(VipsError) -> (left: Int, top: Int) {
        let corner = try evaluate("interest") { image in
            var (left, top) = (Int32(0), Int32(0))
            let code = cvips_interesting(image, Int32(width), Int32(height), way == .attention, &left, &top)
            return code == 0 ? (left, top) : nil
        }
        return (Int(corner.0), Int(corner.1))
    }
}
