import CVipsShims

/// Operations that combine pictures, all for sRGB with three 8-bit bands.
extension Picture {
    /// A colour of sRGB.
    public typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

    /// One uniform colour.
    public static func plain(width: Int, height: Int, _ colour: Colour) throws(VipsError) -> Picture {
        try fromPixels([colour.red, colour.green, colour.blue], width: 1, height: 1)
            .placed(left: 0, top: 0, onWidth: width, height: height, background: colour)
    }

    /// Placed on a canvas of another size and one colour. Parts outside are cut off.
    public func placed(
        left: Int, top: Int, onWidth width: Int, height: Int, background: Colour
    ) throws(VipsError) -> Picture {
        // The library refuses a picture that is completely outside.
        let isSeen = left < width && top < height && left + self.width > 0 && top + self.height > 0
        guard isSeen else { return try Self.plain(width: width, height: height, background) }
        let colour = Self.values(background)
        return try derived("place") {
            cvips_embed($0, Int32(left), Int32(top), Int32(width), Int32(height), colour, 3)
        }
    }

    /// Centred on a canvas that is at least as large.
    public func centred(onWidth width: Int, height: Int, background: Colour) throws(VipsError) -> Picture {
        try placed(
            left: (width - self.width) / 2, top: (height - self.height) / 2, onWidth: width, height: height,
            background: background)
    }

    /// With another picture over it. Parts outside are cut off.
    public func covered(by part: borrowing Picture, left: Int, top: Int) throws(VipsError) -> Picture {
        let over = part.image
        return try derived("cover") { cvips_insert($0, over, Int32(left), Int32(top)) }
    }

    /// Darker: each value times `factor`, 0 to 1.
    public func dimmed(by factor: Double) throws(VipsError) -> Picture {
        let scale = [factor, factor, factor]
        return try derived("dim") { cvips_linear($0, scale, [0, 0, 0]) }
    }

    static func values(_ colour: Colour) -> [Double] {
        [Double(colour.red), Double(colour.green), Double(colour.blue)]
    }
}
