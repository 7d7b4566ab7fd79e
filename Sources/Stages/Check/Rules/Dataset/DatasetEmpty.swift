import Dataset

extension Rule {
    static let datasetEmpty = Rule(
        id: "dataset-empty", severity: .error, matter: .dataset,
        measures: "datasets without a row", hint: "add pictures to the dataset", thresholds: [],
        leavesNoPicture: true
    ) { _ in
        Judge(end: { outlook in outlook.trained + outlook.dropped == 0 ? "the dataset has no rows" : nil })
    }
}
