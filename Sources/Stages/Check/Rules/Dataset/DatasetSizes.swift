import Dataset

extension Rule {
    static let datasetSizes = dataset(
        "dataset-sizes-mixed", .note,
        measures: "datasets whose largest picture has many times the shorter side of its smallest",
        hint:
            "the small ones carry less detail at one and the same resolution: look whether they should stay",
        thresholds: [
            Threshold("max_ratio", 4, in: 1...1000, "times; at 4, one picture has 16 times another's pixels")
        ]
    ) { setting in
        var least: (side: Int, label: String)?
        var most: (side: Int, label: String)?
        return Judge { subject in
            guard let size = subject.seen?.facts.upright else { return nil }
            let side = min(size.width, size.height)
            if side < least?.side ?? Int.max { least = (side, subject.row.label) }
            if side > most?.side ?? 0 { most = (side, subject.row.label) }
            return nil
        } end: { _ in
            guard let least, let most, Double(most.side) > setting["max_ratio"] * Double(max(1, least.side))
            else {
                return nil
            }
            return "shorter sides from \(least.side) (\(least.label)) to \(most.side) pixels (\(most.label))"
        }
    }
}
