import Dataset

extension Rule {
    static let imageDuplicate = Rule(
        id: "image-duplicate", severity: .warning,
        measures: "pictures with exactly the bytes of an earlier row's",
        hint: "delete one of the rows, unless the picture is meant to weigh double"
    ) { _ in
        var seen: [Digest: String] = [:]
        return { subject in
            guard let digest = subject.image?.digest else { return nil }
            if let first = seen[digest] { return "the same bytes as \(first)" }
            seen[digest] = subject.row.label
            return nil
        }
    }

    static let nameDuplicate = Rule(
        id: "name-duplicate", severity: .warning,
        measures: "picture names that an earlier row has, the case of letters aside",
        hint:
            "nothing breaks: prepared files get distinct names; rename one if they were meant to be one picture"
    ) { _ in
        var seen: [String: String] = [:]
        return { subject in
            let key = subject.row.name.lowercased()
            if let first = seen[key] { return "the name \(subject.row.name) is that of \(first) too" }
            seen[key] = subject.row.label
            return nil
        }
    }
}

extension DatasetRow {
    /// How a message points at a row: by its name, and its id where that differs.
    fileprivate var label: String { id == name ? name : "\(name) (row \(id))" }
}
