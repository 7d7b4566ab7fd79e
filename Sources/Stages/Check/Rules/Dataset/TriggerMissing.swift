import Dataset

extension Rule {
    static let triggerMissing = dataset(
        "trigger-missing", .warning,
        measures: "datasets without a trigger word, or with one of nothing but white space",
        hint:
            "set it in the dataset or as pull.trigger, and put it into every caption, or no prompt can call the LoRA; switch the rule off for a LoRA that is meant to act without one"
    ) { setting in
        Judge(end: { outlook in
            guard setting.run.trigger == nil, outlook.trained + outlook.dropped > 0 else { return nil }
            return "the dataset has no trigger word"
        })
    }
}
