import CVipsShims

extension Picture {
    /// Three 8-bit bands of sRGB, and a fourth of alpha if there was alpha.
    ///
    /// Colours go through the embedded profile (relative colorimetric, with black point compensation). Without one, or
    /// with one that is broken or belongs to another kind of picture, CMYK is taken for usual print colours, and all
    /// else for sRGB.
    public func toSRGB() throws(VipsError) -> Picture {
        if hasICCProfile, let converted = try? derived("profile", { cvips_icc_transform($0, nil, "srgb") }) {
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

    private func inEightBits() throws(VipsError) -> Picture {
        try derived("colours") { cvips_to_srgb($0) }
    }
}
