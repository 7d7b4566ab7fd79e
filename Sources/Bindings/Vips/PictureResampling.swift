import CVipsShims

extension Picture {
    /// Resized, and cropped to a part: three 8-bit bands, in memory, computed now.
    ///
    /// By a Lanczos kernel of three lobes over the stored values, widened by the shrink factor; each side has its own ratio, up
    /// or down. All sums are of integers, so the pixels are the same on every processor. A uniform colour stays unchanged, a
    /// mirrored picture gives the mirrored result, and an unchanged size leaves the picture unchanged.
    ///
    /// Of a sequential picture, only the rows that the part needs are computed, from its first to its last, and few are in
    /// memory: for rows of `width` pixels made `n` times smaller, at most `6n + 64`.
    ///
    /// - Parameters:
    ///   - width: of the whole picture after resizing; `height` likewise.
    ///   - box: the part of it that is kept.
    public func resampled(
        to size: (width: Int, height: Int), keeping box: (left: Int, top: Int, width: Int, height: Int)
    ) throws(VipsError) -> Picture {
        try resampled(to: size, keeping: box, portably: false)
    }

    /// The same without vector instructions, for the test that the results are equal.
    func resampled(
        to size: (width: Int, height: Int), keeping box: (left: Int, top: Int, width: Int, height: Int),
        portably: Bool
    ) throws(VipsError) -> Picture {
        // The library's own limit of a side; it must also fit into the C code's integers.
        let sides = [size.width, size.height, box.left, box.top, box.width, box.height]
        guard sides.allSatisfy({ (0...10_000_000).contains($0) }) else {
            throw VipsError(operation: "resample", message: "no picture has such a size: \(sides)")
        }
        var target = cvips_resampling()
        (target.width, target.height) = (Int32(size.width), Int32(size.height))
        (target.left, target.top) = (Int32(box.left), Int32(box.top))
        (target.across, target.down) = (Int32(box.width), Int32(box.height))
        let made = try evaluate("resample") { cvips_resample($0, target, portably) }
        return try Picture.make("resample", deadline) { made }
    }
}
