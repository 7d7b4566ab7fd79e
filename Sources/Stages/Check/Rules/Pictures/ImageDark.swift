import Dataset

extension Rule {
    static let imageDark = picture(
        "image-dark", .warning,
        measures: "pictures of which even the brightest parts are dark: 99 % of the pixels are below this",
        hint: "brighten it, or leave it out unless darkness is what is to be learned",
        thresholds: [
            Threshold(
                "max_brightness", 0.32, in: 0...1,
                "brightness √(0.241 R² + 0.691 G² + 0.068 B²) / 255; CleanVision's dark")
        ]
    ) { seen, setting in
        let level = seen.traits.brightness.p99
        return level < setting["max_brightness"] ? "99 % of it is darker than \(level.text(2)) of 1" : nil
    }
}
