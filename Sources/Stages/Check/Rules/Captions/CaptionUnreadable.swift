import Dataset

extension Rule {
    static let captionUnreadable = row(
        "caption-unreadable", .error, on: .caption,
        measures:
            "caption files that are there and can't be used: no UTF-8 (UTF-16, Windows-1252 …), above 64 KiB, without permission, no regular file, or a link out of the folder",
        hint:
            "save the caption as a UTF-8 text of its own beside the picture; set the rule to warning to train such rows with an empty one"
    ) { subject, _ in subject.row.captionFault }
}
