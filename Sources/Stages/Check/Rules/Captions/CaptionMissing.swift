import Dataset

extension Rule {
    static let captionMissing = row(
        "caption-missing", .error, on: .picture,
        measures: "rows without a caption: NULL in the database, no caption file in a folder",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { subject, setting in
        // One that is there and can't be read is another rule's to name.
        let isNamed = subject.row.captionFault != nil && setting.run.rules.isOn(.captionUnreadable)
        return subject.row.caption == nil && !isNamed ? "has no caption" : nil
    }
}
