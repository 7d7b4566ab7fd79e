import Dataset

extension Rule {
    static let captionMarkup = caption(
        "caption-markup", .warning,
        measures:
            "captions with what is meant for programs: HTML tags and entities, links, Markdown, prompt weights, LoRA tags",
        hint: "keep the words alone: the trainer teaches every character as text"
    ) { caption, _, _ in
        Markup.first(in: caption).map { "holds \($0.kind): \($0.text)" }
    }
}
