import Dataset

extension Rule {
    static let imageBright = picture(
        "image-bright", .warning,
        measures: "pictures of which even the darkest parts are bright: 95 % of the pixels are above this",
        hint: "darken it, or leave it out: what is burnt out can't be learned",
        thresholds: [
            Threshold("min_brightness", 0.95, in: 0...1, "brightness as in image-dark; CleanVision's light")
        ]
    ) { seen, setting in
        let level = seen.traits.brightness.p5
        return level > setting["min_brightness"] ? "95 % of it is brighter than \(level.text(2)) of 1" : nil
    }
}
