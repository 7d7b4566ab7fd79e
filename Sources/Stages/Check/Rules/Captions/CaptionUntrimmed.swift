import Dataset

extension Rule {
    static let captionUntrimmed = row(
        "caption-untrimmed", .note, on: .caption,
        measures:
            "captions with white space around them, one line end aside, or wholly in quotation marks",
        hint:
            "nothing is lost: the trainer trims white space; quotation marks would be learned, so remove them"
    ) { input, _ in
        guard var caption = input.row.caption.map(DatasetRow.withLineFeeds), !input.caption.isEmpty else {
            return nil
        }
        if let last = caption.last, last.isNewline { caption.removeLast() }
        if quotes.contains(where: { input.caption.isWrapped(in: $0) }) {
            return "is wholly in quotation marks"
        }
        return caption == input.caption ? nil : "has white space around it"
    }

    private static let quotes: [(Character, Character)] = [
        ("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"), ("「", "」"), ("`", "`"),
    ]
}

extension String {
    /// Whether the text begins and ends with a pair that does not occur inside it.
    fileprivate func isWrapped(in quotes: (Character, Character)) -> Bool {
        count > 1 && first == quotes.0 && last == quotes.1
            && !dropFirst().dropLast().contains { $0 == quotes.0 || $0 == quotes.1 }
    }
}
