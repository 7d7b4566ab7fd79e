import Dataset

/// The number of rows, and the trigger word.
extension Rule {
    static let datasetEmpty = Rule(
        id: "dataset-empty", severity: .error, matter: .dataset,
        measures: "datasets without a row", hint: "add pictures to the dataset", thresholds: [],
        leavesNoPicture: true
    ) { _ in
        RuleEvaluator(end: { estimate in
            estimate.trained + estimate.dropped == 0 ? "the dataset has no rows" : nil
        })
    }

    static let datasetTooFew = dataset(
        "dataset-too-few", .warning,
        measures: "datasets with fewer usable rows than this",
        hint: "add pictures: with few, the LoRA learns them by heart and little else",
        thresholds: [
            Threshold(
                count: "min_rows", 10, in: 1...100_000, "rows; a common minimum. Twenty is the usual advice")
        ]
    ) { setting in
        RuleEvaluator(end: { estimate in
            guard estimate.trained + estimate.dropped > 0, estimate.trained < Int(setting["min_rows"]) else {
                return nil
            }
            return "\(estimate.trained) usable row(s); \(Int(setting["min_rows"])) is the least"
        })
    }

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
        RuleEvaluator(end: { estimate in
            estimate.trained > Int(setting["max_rows"])
                ? "\(estimate.trained) usable rows; \(Int(setting["max_rows"])) is the most" : nil
        })
    }

    static let triggerMissing = dataset(
        "trigger-missing", .warning,
        measures: "datasets without a trigger word, or with one of nothing but white space",
        hint:
            "set it in the dataset or as pull.trigger, and put it into every caption, or no prompt can call the LoRA; switch the rule off for a LoRA that is meant to act without one"
    ) { setting in
        RuleEvaluator(end: { estimate in
            guard setting.run.trigger == nil, estimate.trained + estimate.dropped > 0 else { return nil }
            return "the dataset has no trigger word"
        })
    }
}
