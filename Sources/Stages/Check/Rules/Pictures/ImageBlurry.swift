import Dataset

extension Rule {
    static let imageBlurry = picture(
        "image-blurry", .warning,
        measures: "pictures without sharp edges even at 64 pixels",
        hint: "use a sharp original: blur is learned as part of the subject",
        thresholds: [
            Threshold("min_sharpness", 0.29, in: 0...1, "0 blurred to 1 sharp; CleanVision's blurry")
        ]
    ) { seen, setting in
        let score = seen.traits.sharpness.score
        return score < setting["min_sharpness"] ? "its sharpness is \(score.text(2)) of 1" : nil
    }
}
