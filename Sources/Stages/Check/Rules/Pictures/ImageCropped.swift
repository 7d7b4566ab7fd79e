import Dataset

extension Rule {
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
}
