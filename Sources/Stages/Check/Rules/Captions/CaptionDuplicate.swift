import Dataset

extension Rule {
    static let captionDuplicate = among(
        "caption-duplicate", .warning, on: .caption,
        measures: "captions that an earlier row has for another picture",
        hint: "say what is different about this picture, or the LoRA can't tell the two apart"
    ) { _ in
        var seen: [Fingerprint: (label: String, picture: String?)] = [:]
        return { subject in
            guard !subject.caption.isEmpty else { return nil }
            let picture = subject.image?.digest.short
            if let first = seen[Fingerprint(subject.caption)] {
                // The same picture twice, with the same words: the pictures are the duplicate.
                return first.picture == picture && picture != nil ? nil : "the caption of \(first.label) too"
            }
            seen[Fingerprint(subject.caption)] = (subject.row.label, picture)
            return nil
        }
    }
}
