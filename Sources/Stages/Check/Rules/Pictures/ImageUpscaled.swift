import Dataset

extension Rule {
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
        // Where no enlarging is allowed at all, the other rule says it.
        if rules.isOn(.imageTooSmall), rules.severity(of: .imageTooSmall) == .error { return nil }
        guard let plan = seen.plan, plan.scale > setting["max_factor"],
            !setting.run.enlarging.permits(plan.scale)
        else { return nil }
        return "\(plan.source) would be enlarged \(plan.scale.text(2)) times"
    }
}
