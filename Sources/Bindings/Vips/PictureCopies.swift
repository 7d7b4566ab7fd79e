import CVipsShims

/// What one pass over all pixels of a picture leaves: two small copies in memory.
public struct PictureCopies: ~Copyable {
    /// Every pixel a mean over a square of the picture's, colours weighed by alpha.
    public let averaged: Picture
    /// Pixels of the picture as they are, one from each square, each from another place in it: to count values by,
    /// which means would falsify. Not to be looked at.
    public let sampled: Picture
    /// How many pixels of the picture are not fully opaque, 0 without alpha.
    public let translucentPixels: Int

    init(averaged: consuming Picture, sampled: consuming Picture, translucentPixels: Int) {
        self.averaged = averaged
        self.sampled = sampled
        self.translucentPixels = translucentPixels
    }
}

extension Picture {
    /// Reads every pixel once, top to bottom, and makes both copies on the way: beside them no more than a few rows are
    /// in memory. What is wrong with a file shows here, as by `decodeAll`. The copies have the picture's bands, bits,
    /// profile and orientation.
    ///
    /// - Parameters:
    ///   - factor: the side of the squares that are averaged; sides are rounded up.
    ///   - stride: the side of the squares of which one pixel each is taken.
    public func reduced(by factor: Int, samplingEvery stride: Int) throws(VipsError) -> PictureCopies {
        let made = try evaluate("decode") { image in
            var made = cvips_copies()
            return cvips_reduce(image, Int32(factor), Int32(stride), &made) == 0 ? made : nil
        }
        return PictureCopies(
            averaged: try Picture.make("decode", deadline) { made.averaged },
            sampled: try Picture.make("decode", deadline) { made.sampled },
            translucentPixels: made.translucent)
    }
}
