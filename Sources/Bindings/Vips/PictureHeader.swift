import CVipsShims

extension Picture {
    /// Pixels across, as stored.
    public var width: Int { Int(cvips_width(image)) }
    /// Pixels down, as stored.
    public var height: Int { Int(cvips_height(image)) }
    /// 1 grey, 2 grey with alpha, 3 colour, 4 colour with alpha or CMYK.
    public var bands: Int { Int(cvips_bands(image)) }
    /// Bits of one band of one pixel: 8 or 16. Files with fewer come out as 8.
    public var bitsPerBand: Int { Int(cvips_bits_per_band(image)) }
    /// Whether the last band is alpha.
    public var hasAlpha: Bool { cvips_has_alpha(image) }
    /// Whether the bands are CMYK.
    public var isCMYK: Bool { cvips_is_cmyk(image) }
    /// Whether an ICC profile is embedded.
    public var hasICCProfile: Bool { cvips_has_profile(image) }
    /// The embedded ICC profile's bytes; empty without one.
    public var iccProfile: [UInt8] {
        var count = 0
        guard let bytes = cvips_profile(image, &count) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// The library's name for what the bands mean: `srgb`, `rgb16`, `b-w`, `grey16`, `cmyk` …
    public var interpretation: String { String(cString: cvips_interpretation(image)) }
    /// The frames of an animation; 1 for a still. Only the first is read.
    public var pages: Int { max(1, Int(cvips_header_int(image, "n-pages", 1))) }

    /// The EXIF orientation, 1 to 8; 1 is upright. A value outside that range counts as 1.
    public var orientation: Int {
        let value = Int(cvips_header_int(image, "orientation", 1))
        return (1...8).contains(value) ? value : 1
    }

    /// Whether the whole picture must be held in memory to decode it: an interlaced PNG or a multi-scan JPEG.
    public var isInterlaced: Bool {
        cvips_header_int(image, "interlaced", 0) != 0 || cvips_header_int(image, "jpeg-multiscan", 0) != 0
    }
}
