import Dataset

/// Characters and markup that a program left in a caption.
extension Rule {
    static let captionEncodingDamage = caption(
        "caption-encoding-damage", .warning,
        measures:
            "captions with characters that came of reading UTF-8 as Windows-1252, as in â€™ for ’, or were replaced by �",
        hint: "write the caption again from its original, saved and read as UTF-8"
    ) { caption, _, _ in
        if let damage = Mojibake.first(in: caption) {
            return "\"\(damage.found)\" stands where \"\(damage.meant)\" was meant"
        }
        let lost = caption.unicodeScalars.count { $0 == "\u{FFFD}" }
        return lost > 0 ? "\(lost) character(s) were lost and replaced by \u{FFFD}" : nil
    }

    static let captionMarkup = caption(
        "caption-markup", .warning,
        measures:
            "captions with what is meant for programs: HTML tags and entities, links, Markdown, prompt weights, LoRA tags",
        hint: "keep the words alone: the trainer teaches every character as text"
    ) { caption, _, _ in
        Markup.first(in: caption).map { "holds \($0.kind): \($0.text)" }
    }
}
