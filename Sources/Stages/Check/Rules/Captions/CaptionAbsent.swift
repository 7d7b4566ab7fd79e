import Dataset

/// Captions that are missing, empty or still to be written.
extension Rule {
    static let captionMissing = row(
        "caption-missing", .error, on: .picture,
        measures: "rows without a caption: NULL in the database, no caption file in a folder",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { input, setting in
        // caption-unreadable reports one that exists and can't be read.
        let isNamed = input.row.captionFault != nil && setting.run.rules.isOn(.captionUnreadable)
        return input.row.caption == nil && !isNamed ? "has no caption" : nil
    }

    static let captionUnreadable = row(
        "caption-unreadable", .error, on: .caption,
        measures:
            "caption files that are there and can't be used: no UTF-8 (UTF-16, Windows-1252 …), above 64 KiB, without permission, no regular file, or a link out of the folder",
        hint:
            "save the caption as a UTF-8 text of its own beside the picture; set the rule to warning to train such rows with an empty one"
    ) { input, _ in input.row.captionFault }

    static let captionEmpty = row(
        "caption-empty", .error, on: .both,
        measures: "captions of which nothing is left once white space is trimmed, as the trainer trims it",
        hint: "write a caption; set the rule to warning to train such rows with an empty one"
    ) { input, _ in
        guard let caption = input.row.caption, input.caption.isEmpty else { return nil }
        return caption.isEmpty ? "the caption is empty" : "the caption is nothing but white space"
    }

    static let captionPlaceholder = caption(
        "caption-placeholder", .warning,
        measures: "captions that stand in for one still to be written: todo, tbd, n/a, caption, untitled …",
        hint: "write what the picture shows"
    ) { caption, input, setting in
        let words = caption.lowercased().tokens.without(setting.run.trigger?.lowercased().tokens ?? [])
        let text = words.joined(separator: " ")
        return placeholders.contains(text) ? "\"\(caption[...].shortened())\" stands in for a caption" : nil
    }

    /// Without the trigger word, and without punctuation.
    private static let placeholders: Set<String> = [
        "todo", "to do", "tbd", "tba", "fixme", "wip", "n a", "na", "none", "null", "nil", "nan", "undefined",
        "caption", "no caption", "add caption", "caption here", "your caption here", "enter caption",
        "insert caption here", "description", "no description", "placeholder", "untitled", "unnamed",
        "unknown",
        "empty", "test", "example", "sample", "lorem ipsum", "image", "picture", "photo", "xxx", "asdf",
        "foo",
        "foo bar",
    ]
}
