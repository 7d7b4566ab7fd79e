import Dataset

extension Rule {
    static let captionFiller = caption(
        "caption-filler", .note,
        measures:
            "captions with words about the picture in place of what it shows: \"this image shows\" and its like",
        hint: "drop the phrase: it costs tokens and becomes part of what is learned"
    ) { caption, _, _ in
        let words = caption.lowercased().tokens[...]
        for place in words.indices {
            let rest = words[place...]
            if let phrase = phrases[words[place]]?.first(where: { rest.starts(with: $0) }) {
                return "says \"\(phrase.joined(separator: " "))\""
            }
        }
        return nil
    }

    /// Every pair of a word for a picture and a word for showing, by the first word: a search for each phrase in turn took
    /// longer than all other rules together.
    private static let phrases: [String: [[String]]] = {
        let names = [
            "image", "picture", "photo", "photograph", "artwork", "illustration", "painting", "scene",
        ]
        let verbs = [
            "shows", "depicts", "features", "displays", "portrays", "captures", "contains", "presents",
            "is of",
            "showcases", "illustrates", "is showing",
        ]
        let shown = names.flatMap { name in
            ["this", "the"].flatMap { article in verbs.map { "\(article) \(name) \($0)" } }
        }
        let all =
            shown + names.map { "in this \($0)" } + [
                "here we see", "here we can see", "we can see", "we see", "you can see",
                "can be seen in this", "there appears to be",
            ]
        return Dictionary(grouping: all.map(\.tokens)) { $0[0] }
    }()
}
