import Dataset

extension Rule {
    static let captionEmpty = row(
        "caption-empty", .error, on: .both,
        measures: "captions of which nothing is left once white space is trimmed, as the trainer trims it",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { subject, _ in
        guard let caption = subject.row.caption, subject.caption.isEmpty else { return nil }
        return caption.isEmpty ? "the caption is empty" : "the caption is nothing but white space"
    }
}
