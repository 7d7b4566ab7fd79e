import CVipsShims

extension Picture {
    /// Three 8-bit bands of sRGB, and a fourth of alpha if there was alpha.
    ///
    /// Colours go through the embedded profile (relative colorimetric, with black point compensation). Without one, or
    /// with one that is broken or belongs to another kind of picture, CMYK is taken for usual print colours, and all
    /// else for sRGB.
    public func toSRGB() throws(VipsError) -> Picture {
        if profileFits, let converted = try? derived("profile", { cvips_icc_transform($0, nil, "srgb") }) {
            // `try?`: a profile that does not fit is left aside, as every viewer does.
            return try converted.inEightBits()
        }
        if isCMYK {
            return try derived("profile") { cvips_icc_transform($0, "cmyk", "srgb") }.inEightBits()
        }
        return try inEightBits()
    }

    /// Three 8-bit bands (and alpha), the embedded profile left aside: for what needs no true colours, and fast.
    public func toSRGBIgnoringProfile() throws(VipsError) -> Picture { try inEightBits() }

    /// From sRGB to the wide Display P3, with its profile embedded.
    public func toDisplayP3() throws(VipsError) -> Picture {
        try derived("profile") { cvips_icc_transform($0, "srgb", "p3") }
    }

    /// From sRGB to the inks of usual print, with the profile embedded.
    public func toCMYK() throws(VipsError) -> Picture {
        try derived("profile") { cvips_icc_transform($0, "srgb", "cmyk") }
    }

    /// Whether the embedded profile is about as many bands as the picture has. The library takes one of grey for a colour
    /// picture, and gives back something without colours.
    private var profileFits: Bool {
        var count = 0
        guard let bytes = cvips_profile(image, &count), count >= 128 else { return false }
        // The header's field for the space of the numbers that go in, four letters (ICC.1, 7.2).
        let space = UnsafeRawBufferPointer(start: bytes, count: count)[16..<20]
        let colours = bands - (hasAlpha ? 1 : 0)
        return switch String(decoding: space, as: UTF8.self) {
        case "GRAY": colours == 1
        case "RGB ": colours == 3
        case "CMYK": isCMYK
        default: false
        }
    }

    private func inEightBits() throws(VipsError) -> Picture {
        try derived("colours") { cvips_to_srgb($0) }
    }
}
