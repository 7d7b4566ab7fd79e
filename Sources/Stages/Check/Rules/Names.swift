import Dataset

/// The names of pictures.
extension Rule {
    static let nameDuplicate = among(
        "name-duplicate", .warning, on: .picture,
        measures: "picture names that an earlier row has, the case of letters aside",
        hint:
            "look whether both pictures are still there: in a bucket one name is one object, and the later upload replaced the earlier; prepared files get distinct names"
    ) { _ in
        var seen: [Fingerprint: (label: String, name: String)] = [:]
        return { input in
            let name = input.row.place
            let key = Fingerprint(name.lowercased())
            if let first = seen[key] {
                return first.name.isExactly(name)
                    ? "the name \(name) is that of \(first.label) too"
                    : "the name \(name) differs from that of \(first.label) in capitals only"
            }
            seen[key] = (input.row.label, name)
            return nil
        }
    }

    static let nameSameStem = among(
        "name-same-stem", .note, on: .picture,
        measures:
            "picture names that differ from an earlier row's in the ending only, as boat.jpg and boat.png",
        hint:
            "nothing breaks: prepared files get distinct stems; in a trainer's own folder both would share one caption file and one cache"
    ) { _ in
        var seen: [Fingerprint: (label: String, name: Fingerprint)] = [:]
        return { input in
            let name = input.row.place.lowercased()
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let stem = Fingerprint(String(name[..<dot]))
            guard let first = seen[stem] else {
                seen[stem] = (input.row.label, Fingerprint(name))
                return nil
            }
            return first.name == Fingerprint(name)
                ? nil : "the name \(input.row.name) has the stem of \(first.label)"
        }
    }

    static let nameIllegal = row(
        "name-illegal", .note, on: .picture,
        measures:
            "picture names that Windows does not allow: < > : \" | ? * and \\, control characters, a dot or space at the end, names of devices, more than 255 characters",
        hint:
            "nothing breaks: prepared files get legal names; the trainer's own machine could not hold this one"
    ) { input, _ in
        // The last part: what stands before a slash is a folder.
        let name = input.row.name.split(separator: "/").last.map(String.init) ?? input.row.name
        if let sign = name.unicodeScalars.first(where: { FileName.forbidden.contains($0) || $0.value < 0x20 })
        {
            return sign.value < 0x20 ? "holds a control character" : "holds \(sign)"
        }
        if name.hasSuffix(".") || name.hasSuffix(" ") { return "ends in a dot or a space" }
        if name.utf16.count > 255 { return "has \(name.utf16.count) characters" }
        return FileName.isDevice(name) ? "is the name of a device on Windows" : nil
    }
}
