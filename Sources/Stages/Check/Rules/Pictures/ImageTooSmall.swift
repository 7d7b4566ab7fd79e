import Dataset

extension Rule {
    static let imageTooSmall = picture(
        "image-too-small", .error,
        measures:
            "upright pictures smaller than what the trainer is to get, which would have to be enlarged by more than prepare.upscale allows",
        hint:
            "use a larger original, train at a lower resolution, or set prepare.upscale to allow it"
    ) { seen, setting in
        let enlarging = setting.run.enlarging
        guard let plan = seen.plan, plan.enlarges, !enlarging.permits(plan.scale) else { return nil }
        let limit = if case .limit(let most) = enlarging { ", and may be \(most.text(2)) times" } else { "" }
        return
            "\(plan.source) is below \(plan.target): it would be enlarged \(plan.scale.text(2)) times\(limit)"
    }
}

extension CropPlan {
    /// The size made, in a word: one number for a square.
    var target: String {
        crop.size.width == crop.size.height ? "\(crop.size.width)" : crop.size.description
    }
}
