import Dataset

extension Rule {
    static let captionsAlike = dataset(
        "captions-alike", .warning,
        measures: "datasets of which all captions are one and the same",
        hint: "describe each picture; with one caption for all, the LoRA can't tell subject from surroundings"
    ) { _ in
        var first: Fingerprint?
        var differ = false
        var count = 0
        return Judge { subject in
            guard !subject.caption.isEmpty else { return nil }
            count += 1
            let caption = Fingerprint(subject.caption)
            differ = differ || (first ?? caption) != caption
            first = caption
            return nil
        } end: { _ in
            count > 1 && !differ ? "all \(count) captions are the same" : nil
        }
    }
}
