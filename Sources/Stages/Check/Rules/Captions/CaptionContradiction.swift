import Dataset

extension Rule {
    static let captionContradiction = among(
        "caption-contradiction", .warning, on: .both,
        measures: "pictures that an earlier row has too, byte for byte, with another caption",
        hint: "keep the row whose caption is right; two captions for one picture work against each other"
    ) { _ in
        var seen: [String: (label: String, caption: Fingerprint)] = [:]
        return { subject in
            guard let picture = subject.image?.digest.short, !subject.caption.isEmpty else { return nil }
            let caption = Fingerprint(subject.caption)
            if let first = seen[picture] {
                return first.caption == caption ? nil : "the picture of \(first.label), with another caption"
            }
            seen[picture] = (subject.row.label, caption)
            return nil
        }
    }
}
