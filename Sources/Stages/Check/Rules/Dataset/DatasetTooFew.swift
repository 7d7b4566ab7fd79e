import Dataset

extension Rule {
    static let datasetTooFew = dataset(
        "dataset-too-few", .warning,
        measures: "datasets with fewer usable rows than this",
        hint: "add pictures: with few, the LoRA learns them by heart and little else",
        thresholds: [
            Threshold(
                count: "min_rows", 10, in: 1...100_000, "rows; a common minimum. Twenty is the usual advice")
        ]
    ) { setting in
        Judge(end: { outlook in
            guard outlook.trained + outlook.dropped > 0, outlook.trained < Int(setting["min_rows"]) else {
                return nil
            }
            return "\(outlook.trained) usable row(s); \(Int(setting["min_rows"])) is the least"
        })
    }
}
