import Dataset

extension Rule {
    static let captionMissing = row(
        "caption-missing", .error,
        measures: "rows without a caption: NULL in the database, no caption file in a folder",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { subject, _ in
        subject.row.caption == nil ? "has no caption" : nil
    }

    static let captionEmpty = row(
        "caption-empty", .error,
        measures:
            "captions of which nothing is left once white space is trimmed, as the trainer trims it",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { subject, _ in
        guard let caption = subject.row.caption, caption.allSatisfy(\.isWhitespace) else { return nil }
        return caption.isEmpty ? "the caption is empty" : "the caption is nothing but white space"
    }
}
