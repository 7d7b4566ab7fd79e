import Dataset

extension Rule {
    static let imageExtremeAspect = picture(
        "image-extreme-aspect", .warning,
        measures: "pictures much longer one way than the other: the shorter side over the longer one",
        hint: "cut out the part that matters yourself, before uploading it",
        thresholds: [
            Threshold("min_ratio", 0.35, in: 0...1, "shorter side over longer; CleanVision's odd aspect")
        ]
    ) { seen, setting in
        let size = seen.facts.upright
        let ratio = Double(min(size.width, size.height)) / Double(max(1, size.width, size.height))
        return ratio < setting["min_ratio"] ? "\(size) is 1 to \((1 / max(ratio, 1e-6)).text(1))" : nil
    }
}
