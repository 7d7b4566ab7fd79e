import Dataset

extension Rule {
    static let imageLowContrast = picture(
        "image-low-contrast", .warning,
        measures:
            "pictures whose darkest and brightest parts, 1 % of each aside, are closer together than this",
        hint: "look whether the picture shows anything; stretch its levels where it does",
        thresholds: [
            Threshold(
                "min_spread", 0.05, in: 0...1,
                "brightness as in image-dark; the default of scikit-image's is_low_contrast")
        ]
    ) { seen, setting in
        let contrast = seen.traits.brightness.contrast
        return contrast < setting["min_spread"] ? "all of it but 2 % is within \(contrast.text(3)) of 1" : nil
    }
}
