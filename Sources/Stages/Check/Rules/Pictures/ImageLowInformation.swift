import Dataset

extension Rule {
    static let imageLowInformation = picture(
        "image-low-information", .warning,
        measures: "pictures with less information than this in their values: blank pages, single colours",
        hint: "look whether the picture shows anything to learn",
        thresholds: [
            Threshold(
                "min_bits", 3, in: 0...10, "bits of entropy over all bands; CleanVision's low information")
        ]
    ) { seen, setting in
        let bits = seen.traits.entropy
        return bits < setting["min_bits"] ? "\(bits.text(2)) bits" : nil
    }
}
