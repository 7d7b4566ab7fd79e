import Dataset

extension Rule {
    static let imageTooSmall = row(
        "image-too-small", .error,
        measures:
            "upright pictures whose shorter side is below the resolution, which would have to be enlarged",
        hint:
            "use a larger original, train at a lower resolution, or set the rule to warning to enlarge it"
    ) { subject, setting in
        guard let size = subject.facts?.upright, min(size.width, size.height) < setting.resolution.side
        else {
            return nil
        }
        let factor = Double(setting.resolution.side) / Double(min(size.width, size.height))
        let rounded = (factor * 100).rounded() / 100
        return "\(size) is below \(setting.resolution.side): it would be enlarged \(rounded) times"
    }
}
