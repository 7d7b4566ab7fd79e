/// From where on a trait is worth a word, with where the number is from.
enum TraitThresholds {
    /// Too dark: 99 % of the pixels are darker (CleanVision `dark`).
    static let darkP99 = 0.32
    /// Too bright: 95 % of the pixels are brighter (CleanVision `light`, 1 − 0.05).
    static let brightP5 = 0.95
    /// Little information: fewer bits (CleanVision `low_information`, 0.3 / 0.1).
    static let entropy = 3.0
    /// Odd aspect: the short side is a smaller share of the long one (CleanVision `odd_aspect_ratio`).
    static let aspect = 0.35
    /// Blurry: a smaller score (CleanVision `blurry`).
    static let sharpness = 0.29
    /// Low contrast: 1 % and 99 % lie closer together (scikit-image `is_low_contrast`, `fraction_threshold`).
    static let contrast = 0.05
    /// Near duplicates: hashes that differ in at most so many bits.
    static let hashDistance = 8
}
