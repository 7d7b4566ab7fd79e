import Dataset

extension Rule {
    static let nameIllegal = row(
        "name-illegal", .note, on: .picture,
        measures:
            "picture names that Windows does not allow: < > : \" | ? * and \\, control characters, a dot or space at the end, names of devices, more than 255 characters",
        hint:
            "nothing breaks: prepared files get legal names; the trainer's own machine could not hold this one"
    ) { subject, _ in
        // The last part: what stands before a slash is a folder.
        let name = subject.row.name.split(separator: "/").last.map(String.init) ?? subject.row.name
        if let sign = name.unicodeScalars.first(where: { FileName.forbidden.contains($0) || $0.value < 0x20 })
        {
            return sign.value < 0x20 ? "holds a control character" : "holds \(sign)"
        }
        if name.hasSuffix(".") || name.hasSuffix(" ") { return "ends in a dot or a space" }
        if name.utf16.count > 255 { return "has \(name.utf16.count) characters" }
        return FileName.isDevice(name) ? "is the name of a device on Windows" : nil
    }
}
