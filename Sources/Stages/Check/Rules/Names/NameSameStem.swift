import Dataset

extension Rule {
    static let nameSameStem = among(
        "name-same-stem", .note, on: .picture,
        measures:
            "picture names that differ from an earlier row's in the ending only, as boat.jpg and boat.png",
        hint:
            "nothing breaks: prepared files get distinct stems; in a trainer's own folder both would share one caption file and one cache"
    ) { _ in
        var seen: [Fingerprint: (label: String, name: Fingerprint)] = [:]
        return { subject in
            let name = subject.row.place.lowercased()
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let stem = Fingerprint(String(name[..<dot]))
            guard let first = seen[stem] else {
                seen[stem] = (subject.row.label, Fingerprint(name))
                return nil
            }
            return first.name == Fingerprint(name)
                ? nil : "the name \(subject.row.name) has the stem of \(first.label)"
        }
    }
}
