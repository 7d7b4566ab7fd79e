import CVipsShims

extension Picture {
    /// In another size, or a part of that: three 8-bit bands, in memory, computed now.
    ///
    /// By Lanczos' kernel of three lobes over the stored values, as wide as the shrinking asks for; each side by its own
    /// ratio, up or down. All sums are of whole numbers, so the pixels depend on no processor. A colour that is the
    /// same all over stays what it is, a mirrored picture comes out mirrored, and the size that it has already leaves
    /// it as it is.
    ///
    /// Of a picture that is read in order, only the rows that the part needs are made, from its first to its last, and few
    /// are held at a time: for rows of `width` pixels made `n` times smaller, `6n + 64` at most.
    ///
    /// - Parameters:
    ///   - width: of the whole picture in its new size; `height` likewise.
    ///   - box: the part of it that is wanted.
    public func resampled(
        to size: (width: Int, height: Int), keeping box: (left: Int, top: Int, width: Int, height: Int)
    ) throws(VipsError) -> Picture {
        try resampled(to: size, keeping: box, portably: false)
    }

    /// The same without the processor's vector instructions, for the proof that it is the same.
    func resampled(
        to size: (width: Int, height: Int), keeping box: (left: Int, top: Int, width: Int, height: Int),
        portably: Bool
    ) throws(VipsError) -> Picture {
        // Beyond the library's own limit of a side nothing can be meant; and it must fit the C side's integers.
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
