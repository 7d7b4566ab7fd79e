import Dataset

extension Rule {
    static let captionMissing = row(
        "caption-missing", .error, on: .picture,
        measures: "rows without a caption: NULL in the database, no caption file in a folder",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { subject, _ in
        subject.row.caption == nil ? "has no caption" : nil
    }
}
