import CVipsShims

extension Picture {
    /// A picture of 8-bit pixels, row by row: 1 band grey, 3 sRGB, 2 and 4 the same with alpha, or 4 inks.
    public static func fromPixels(
        _ pixels: [UInt8], width: Int, height: Int, bands: Int = 3, isCMYK: Bool = false
    ) throws(VipsError) -> Picture {
        try from(pixels, width, height, bands, bits: 8, isCMYK)
    }

    /// A picture of 16-bit pixels, 0 to 65535.
    public static func from16BitPixels(
        _ pixels: [UInt16], width: Int, height: Int, bands: Int = 3
    ) throws(VipsError) -> Picture {
        try from(pixels, width, height, bands, bits: 16, false)
    }

    private static func from<Pixel>(
        _ pixels: [Pixel], _ width: Int, _ height: Int, _ bands: Int, bits: Int32, _ isCMYK: Bool
    ) throws(VipsError) -> Picture {
        try VipsRuntime.start()
        // The library checks it too, but trusts the byte count that it is given.
        guard width > 0, height > 0, pixels.count == width * height * bands else {
            let size = "\(width)×\(height) with \(bands) bands"
            throw VipsError(operation: "pixels", message: "\(pixels.count) values do not make \(size)")
        }
        let colours = isCMYK ? CVIPS_CMYK : bands < 3 ? CVIPS_GREY : CVIPS_RGB
        return try make("pixels", nil) {
            pixels.withUnsafeBytes {
                cvips_from_pixels(
                    $0.baseAddress, $0.count, Int32(width), Int32(height), Int32(bands), bits, colours)
            }
        }
    }
}
