import Dataset
import Imaging

/// Brightness and detail, as measured on the pixels.
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
        let level = seen.statistics.brightness.p99
        return level < setting["max_brightness"] ? "99 % of it is darker than \(level.text(2)) of 1" : nil
    }

    static let imageBright = picture(
        "image-bright", .warning,
        measures: "pictures of which even the darkest parts are bright: 95 % of the pixels are above this",
        hint: "darken it, or leave it out: what is burnt out can't be learned",
        thresholds: [
            Threshold("min_brightness", 0.95, in: 0...1, "brightness as in image-dark; CleanVision's light")
        ]
    ) { seen, setting in
        let level = seen.statistics.brightness.p5
        return level > setting["min_brightness"] ? "95 % of it is brighter than \(level.text(2)) of 1" : nil
    }

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
        let contrast = seen.statistics.brightness.contrast
        return contrast < setting["min_spread"] ? "all of it but 2 % is within \(contrast.text(3)) of 1" : nil
    }

    static let imageLowInformation = picture(
        "image-low-information", .warning,
        measures: "pictures with less information than this in their values: blank pages, single colours",
        hint: "look whether the picture shows anything to learn",
        thresholds: [
            Threshold(
                "min_bits", 3, in: 0...10, "bits of entropy over all bands; CleanVision's low information")
        ]
    ) { seen, setting in
        let bits = seen.statistics.entropy
        return bits < setting["min_bits"] ? "\(bits.text(2)) bits" : nil
    }

    static let imageBlurry = picture(
        "image-blurry", .warning,
        measures: "pictures without sharp edges even at 64 pixels",
        hint: "use a sharp original: blur is learned as part of the subject",
        thresholds: [
            Threshold("min_sharpness", 0.29, in: 0...1, "0 blurred to 1 sharp; CleanVision's blurry")
        ]
    ) { seen, setting in
        let score = seen.statistics.sharpness.score
        return score < setting["min_sharpness"] ? "its sharpness is \(score.text(2)) of 1" : nil
    }

    static let imageLetterboxed = picture(
        "image-letterboxed", .warning,
        measures: "pictures between two bars of one colour on opposite sides, each at least 3 % of the side",
        hint: "cut the bars off: they are learned as part of the picture"
    ) { seen, _ in
        seen.statistics.contentBox.map { box in
            let whole = seen.facts.upright
            let sides =
                box.size.height < whole.height
                ? "above and below: rows \(box.top) to \(box.top + box.size.height)"
                : "left and right: columns \(box.left) to \(box.left + box.size.width)"
            return "has bars \(sides) of \(whole) hold the picture"
        }
    }
}
