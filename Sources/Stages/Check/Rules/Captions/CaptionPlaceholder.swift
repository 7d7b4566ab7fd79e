import Dataset

extension Rule {
    static let captionPlaceholder = caption(
        "caption-placeholder", .warning,
        measures: "captions that stand in for one still to be written: todo, tbd, n/a, caption, untitled …",
        hint: "write what the picture shows"
    ) { caption, subject, setting in
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
