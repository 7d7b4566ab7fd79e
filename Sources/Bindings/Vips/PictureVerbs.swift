import CVipsShims

extension Picture {
    /// Turned and mirrored by its orientation, which is removed.
    ///
    /// A rotation reads the last row first, so a picture that is not upright is decoded into memory here.
    public func upright() throws(VipsError) -> Picture {
        guard orientation != 1 else { return try derived("upright") { cvips_upright($0) } }
        let decoded = try decodedInMemory()
        return try decoded.derived("upright") { cvips_upright($0) }
    }

    /// The same pixels with another EXIF orientation (1 to 8).
    public func withOrientation(_ orientation: Int) throws(VipsError) -> Picture {
        try derived("orientation") { cvips_with_orientation($0, Int32(orientation)) }
    }

    /// Without alpha, composited over one 8-bit colour. A picture without alpha is unchanged. For sRGB with 8-bit bands.
    public func flattened(background: (red: UInt8, green: UInt8, blue: UInt8)) throws(VipsError) -> Picture {
        guard hasAlpha else { return same() }
        let (red, green, blue) = background
        return try derived("flatten") { cvips_flatten($0, Double(red), Double(green), Double(blue)) }
    }

    /// Resized; each side is its old length times its scale, rounded. Flatten first: colours are not weighted by alpha.
    public func resized(
        horizontalScale: Double, verticalScale: Double, kernel: ResizeKernel = .lanczos3
    ) throws(VipsError) -> Picture {
        try derived("resize") { cvips_resize($0, horizontalScale, verticalScale, kernel.shim) }
    }

    /// Shrunk to a size in pixels by a cubic filter over all pixels that fall into a new one, as in PIL's `resize`; where those
    /// are many, over means of them. Flatten first: colours are not weighted by alpha.
    public func shrunk(toWidth width: Int, height: Int) throws(VipsError) -> Picture {
        try derived("resize") { cvips_shrink_to($0, Int32(width), Int32(height)) }
    }

    /// A part of it. Fails when the part extends outside.
    public func cropped(left: Int, top: Int, width: Int, height: Int) throws(VipsError) -> Picture {
        try derived("crop") { cvips_crop($0, Int32(left), Int32(top), Int32(width), Int32(height)) }
    }

    /// With all its pixels in memory, readable in any order and repeatedly.
    public func decodedInMemory() throws(VipsError) -> Picture {
        let copy = try evaluate("decode") { cvips_copy_to_memory($0) }
        return try Picture.make("decode", deadline) { copy }
    }
}
