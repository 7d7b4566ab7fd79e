import Dataset

/// Size and shape: what the crop and the resize do to a picture.
extension Rule {
    static let imageTooSmall = picture(
        "image-too-small", .error,
        measures:
            "upright pictures smaller than what the trainer is to get, which would have to be enlarged by more than prepare.upscale allows",
        hint:
            "use a larger original, train at a lower resolution, or set prepare.upscale to allow it"
    ) { seen, setting in
        let upscalePolicy = setting.run.upscalePolicy
        guard let plan = seen.plan, plan.enlarges, !upscalePolicy.permits(plan.scale) else { return nil }
        let limit =
            if case .limit(let most) = upscalePolicy { ", and may be \(most.text(2)) times" } else { "" }
        return
            "\(plan.source) is below \(plan.target): it would be enlarged \(plan.scale.text(2)) times\(limit)"
    }

    static let imageUpscaled = picture(
        "image-upscaled", .error,
        measures: "pictures whose sides would be enlarged by more than this",
        hint: "use a larger original: the LoRA learns the blur of enlarging as part of the subject",
        thresholds: [
            Threshold(
                "max_factor", 2, in: 1...64,
                "times; at 2, three of four pixels are invented. Speaks where image-too-small is lowered or off, and prepare.upscale has not allowed it"
            )
        ]
    ) { seen, setting in
        let rules = setting.run.rules
        // image-too-small reports it where it is an error.
        if rules.isOn(.imageTooSmall), rules.severity(of: .imageTooSmall) == .error { return nil }
        guard let plan = seen.plan, plan.scale > setting["max_factor"],
            !setting.run.upscalePolicy.permits(plan.scale)
        else { return nil }
        return "\(plan.source) would be enlarged \(plan.scale.text(2)) times"
    }

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

    static let imageCropped = picture(
        "image-cropped", .note,
        measures: "pictures of which the crop cuts away more than this",
        hint: "look at the crop, and cut the picture yourself where it loses the subject",
        thresholds: [
            Threshold(
                "max_loss", 30, in: 0...100,
                "per cent of the area; a square cuts 25 of a 4:3 picture, 33 of 3:2, 44 of 16:9")
        ]
    ) { seen, setting in
        guard let plan = seen.plan, plan.loss * 100 > setting["max_loss"] else { return nil }
        let size = plan.source
        let sides = plan.resized.width > plan.crop.size.width ? "left and right" : "top and bottom"
        return "\((plan.loss * 100).text(0)) % of \(size) is cut away, at \(sides)"
    }

    static let focusUnreadable = row(
        "focus-unreadable", .error, on: .picture,
        measures: "rows whose focus is no point in the picture; they would be cropped by prepare.gravity",
        hint: "give two numbers from 0 to 1, from the left and from the top, as in 0.5,0.3; or nothing"
    ) { input, _ in
        // A text column may hold empty strings.
        guard let focus = input.row.focus, !focus.allSatisfy(\.isWhitespace), Focus(focus) == nil else {
            return nil
        }
        return "its focus is \"\(focus.printableLine)\""
    }
}

extension CropPlan {
    /// The prepared size: one number for a square.
    var target: String {
        crop.size.width == crop.size.height ? "\(crop.size.width)" : crop.size.description
    }
}
