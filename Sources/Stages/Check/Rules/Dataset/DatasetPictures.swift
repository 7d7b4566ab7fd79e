import Dataset

/// The pictures of all rows together.
extension Rule {
    static let datasetAspects = dataset(
        "dataset-aspects-mixed", .note,
        measures: "datasets whose pictures are neither mostly upright, nor mostly square, nor mostly lying",
        hint: "a crop to the square takes much of the one kind: look at the crops",
        thresholds: [
            Threshold(
                "min_share", 0.6, in: 0...1,
                "the share of pictures that the commonest of the three kinds should have"),
            Threshold(count: "min_rows", 5, in: 2...1_000_000, "pictures; among fewer a share says little"),
        ]
    ) { setting in
        var kinds = ["upright": 0, "square": 0, "lying": 0]
        return RuleEvaluator { input in
            guard let size = input.inspected?.facts.upright else { return nil }
            // Within a tenth of square counts as square.
            let ratio = Double(size.width) / Double(max(1, size.height))
            kinds[ratio < 1 / 1.1 ? "upright" : ratio > 1.1 ? "lying" : "square", default: 0] += 1
            return nil
        } end: { _ in
            let all = kinds.values.reduce(0, +)
            let most = kinds.values.max() ?? 0
            guard all >= Int(setting["min_rows"]), Double(most) < setting["min_share"] * Double(all)
            else {
                return nil
            }
            return ["upright", "square", "lying"].map { "\(kinds[$0] ?? 0) \($0)" }.joined(separator: ", ")
        }
    }

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
        return RuleEvaluator { input in
            guard let size = input.inspected?.facts.upright else { return nil }
            let side = min(size.width, size.height)
            if side < least?.side ?? Int.max { least = (side, input.row.label) }
            if side > most?.side ?? 0 { most = (side, input.row.label) }
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
