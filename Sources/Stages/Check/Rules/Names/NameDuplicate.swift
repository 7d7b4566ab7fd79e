import Dataset

extension Rule {
    static let nameDuplicate = among(
        "name-duplicate", .warning, on: .picture,
        measures: "picture names that an earlier row has, the case of letters aside",
        hint:
            "look whether both pictures are still there: in a bucket one name is one object, and the later upload replaced the earlier; prepared files get distinct names"
    ) { _ in
        var seen: [Fingerprint: (label: String, name: String)] = [:]
        return { subject in
            let name = subject.row.place
            let key = Fingerprint(name.lowercased())
            if let first = seen[key] {
                return first.name.isExactly(name)
                    ? "the name \(name) is that of \(first.label) too"
                    : "the name \(name) differs from that of \(first.label) in capitals only"
            }
            seen[key] = (subject.row.label, name)
            return nil
        }
    }
}
