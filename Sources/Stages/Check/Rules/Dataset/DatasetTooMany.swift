import Dataset

extension Rule {
    static let datasetTooMany = dataset(
        "dataset-too-many", .warning,
        measures: "datasets with more usable rows than this",
        hint: "train on the best of them, or raise the limit where your trainer takes more",
        thresholds: [
            Threshold(
                count: "max_rows", 1000, in: 1...10_000_000,
                "rows; hosted trainers refuse more than 1000 files")
        ]
    ) { setting in
        Judge(end: { outlook in
            outlook.trained > Int(setting["max_rows"])
                ? "\(outlook.trained) usable rows; \(Int(setting["max_rows"])) is the most" : nil
        })
    }
}
