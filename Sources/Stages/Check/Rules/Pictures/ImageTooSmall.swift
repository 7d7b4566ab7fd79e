import Dataset

extension Rule {
    static let imageTooSmall = picture(
        "image-too-small", .error,
        measures:
            "upright pictures whose shorter side is below the resolution, which would have to be enlarged",
        hint:
            "use a larger original, train at a lower resolution, or set the rule to warning to enlarge it"
    ) { seen, setting in
        let size = seen.facts.upright
        let side = setting.run.recipe.resolution.side
        guard min(size.width, size.height) < side else { return nil }
        return "\(size) is below \(side): it would be enlarged \(size.enlargement(to: side).text(2)) times"
    }
}

extension PixelSize {
    /// How many times the shorter side goes into `side`; above 1 the picture is enlarged.
    func enlargement(to side: Int) -> Double { Double(side) / Double(max(1, min(width, height))) }
}
