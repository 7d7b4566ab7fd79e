import CVipsShims

/// The result of one pass over all pixels of a picture: two small copies in memory.
public struct PictureCopies: ~Copyable {
    /// Each pixel is the mean over a square of the picture, colours weighted by alpha.
    public let averaged: Picture
    /// Unchanged pixels of the picture, one from each square at a varying position: for counting values, which means would
    /// change. Not for display.
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
    /// Reads every pixel once, top to bottom, and makes both copies in the same pass: besides them only a few rows are in
    /// memory. Fails for a damaged file, as `decodeAll` does. The copies have the picture's bands, bits, profile and
    /// orientation.
    ///
    /// - Parameters:
    ///   - factor: the side of the squares that are averaged; sides are rounded up.
    ///   - stride: the side of the squares of which one pixel is sampled.
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
