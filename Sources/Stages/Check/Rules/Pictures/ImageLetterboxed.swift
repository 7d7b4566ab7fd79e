import Dataset

extension Rule {
    static let imageLetterboxed = picture(
        "image-letterboxed", .warning,
        measures: "pictures between two bars of one colour on opposite sides, each at least 3 % of the side",
        hint: "cut the bars off: they are learned as part of the picture"
    ) { seen, _ in
        seen.traits.contentBox.map { box in
            let whole = seen.facts.upright
            let sides =
                box.size.height < whole.height
                ? "above and below: rows \(box.top) to \(box.top + box.size.height)"
                : "left and right: columns \(box.left) to \(box.left + box.size.width)"
            return "has bars \(sides) of \(whole) hold the picture"
        }
    }
}
