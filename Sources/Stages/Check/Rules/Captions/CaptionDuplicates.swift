import Dataset

/// Captions and pictures that occur twice in different pairs.
extension Rule {
    static let captionDuplicate = among(
        "caption-duplicate", .warning, on: .caption,
        measures: "captions that an earlier row has for another picture",
        hint: "say what is different about this picture, or the LoRA can't tell the two apart"
    ) { _ in
        var seen: [Fingerprint: (label: String, picture: String?)] = [:]
        return { input in
            guard !input.caption.isEmpty else { return nil }
            let picture = input.image?.digest.short
            if let first = seen[Fingerprint(input.caption)] {
                // The same picture with the same caption: image-duplicate reports it.
                return first.picture == picture && picture != nil ? nil : "the caption of \(first.label) too"
            }
            seen[Fingerprint(input.caption)] = (input.row.label, picture)
            return nil
        }
    }

    static let captionContradiction = among(
        "caption-contradiction", .warning, on: .both,
        measures: "pictures that an earlier row has too, byte for byte, with another caption",
        hint: "keep the row whose caption is right; two captions for one picture work against each other"
    ) { _ in
        var seen: [String: (label: String, caption: Fingerprint)] = [:]
        return { input in
            guard let picture = input.image?.digest.short, !input.caption.isEmpty else { return nil }
            let caption = Fingerprint(input.caption)
            if let first = seen[picture] {
                return first.caption == caption ? nil : "the picture of \(first.label), with another caption"
            }
            seen[picture] = (input.row.label, caption)
            return nil
        }
    }
}
