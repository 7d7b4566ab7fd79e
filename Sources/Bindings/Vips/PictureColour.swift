import CVipsShims

extension Picture {
    /// Three 8-bit bands of sRGB, and alpha if there was alpha.
    ///
    /// Applies the embedded profile with black point compensation: relative colorimetric where the profile has that intent,
    /// otherwise the intent that it has. Without a profile, or with one that is unusable by `embeddedProfile`, CMYK is read as
    /// usual print colours, and everything else as sRGB.
    public func toSRGB() throws(VipsError) -> Picture {
        let (use, intent) = profileUse
        if case .applied = use {
            return try derived("profile") { cvips_icc_transform($0, nil, "srgb", intent) }.inEightBits()
        }
        if isCMYK {
            return try derived("profile") { cvips_icc_transform($0, "cmyk", "srgb", CVIPS_RELATIVE) }
                .inEightBits()
        }
        return try inEightBits()
    }

    /// How `toSRGB` uses the embedded profile.
    public var embeddedProfile: EmbeddedProfile { profileUse.profile }

    /// Three 8-bit bands (and alpha) without the embedded profile: fast, for measurements that need no exact colours.
    public func toSRGBIgnoringProfile() throws(VipsError) -> Picture { try inEightBits() }

    /// From sRGB to Display P3, with its profile embedded.
    public func toDisplayP3() throws(VipsError) -> Picture {
        try derived("profile") { cvips_icc_transform($0, "srgb", "p3", CVIPS_RELATIVE) }
    }

    /// From sRGB to CMYK of usual print, with the profile embedded.
    public func toCMYK() throws(VipsError) -> Picture {
        try derived("profile") { cvips_icc_transform($0, "srgb", "cmyk", CVIPS_RELATIVE) }
    }

    /// Whether the embedded profile is applied, and by which intent.
    ///
    /// The library's own fallbacks for a profile that does not fit are ruled out before: it removes the colours of a colour
    /// picture with a grey profile, and replaces a profile that lacks the intent by another one.
    private var profileUse: (profile: EmbeddedProfile, intent: cvips_intent) {
        guard hasICCProfile else { return (.absent, CVIPS_NO_INTENT) }
        var count = 0
        guard let bytes = cvips_profile(image, &count),
            let facts = ProfileFacts(UnsafeRawBufferPointer(start: bytes, count: count))
        else { return (.unusable(.unreadable), CVIPS_NO_INTENT) }
        guard facts.suitsPictures else { return (.unusable(.otherClass), CVIPS_NO_INTENT) }
        let colours = bands - (hasAlpha ? 1 : 0)
        let fits =
            switch facts.space {
            case "GRAY": colours == 1
            case "RGB ": colours == 3
            case "CMYK": isCMYK
            default: false
            }
        guard fits else { return (.unusable(.otherColours(facts.spaceName)), CVIPS_NO_INTENT) }
        guard facts.intent != CVIPS_NO_INTENT else { return (.unusable(.noTransform), CVIPS_NO_INTENT) }
        return (.applied(name: facts.name), facts.intent)
    }

    private func inEightBits() throws(VipsError) -> Picture {
        try derived("colours") { cvips_to_srgb($0) }
    }
}
