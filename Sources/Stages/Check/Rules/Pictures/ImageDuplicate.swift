import Dataset

extension Rule {
    static let imageDuplicate = among(
        "image-duplicate", .warning, on: .picture,
        measures: "pictures with exactly the bytes of an earlier row's",
        hint: "delete one of the rows, unless the picture is meant to weigh double"
    ) { _ in
        var seen: [String: String] = [:]
        return { subject in
            guard let image = subject.seen?.image else { return nil }
            if let first = seen[image.digest.short] { return "the same bytes as \(first)" }
            seen[image.digest.short] = subject.row.label
            return nil
        }
    }
}
