import Dataset

extension Rule {
    static let imageColours = picture(
        "image-colours", .note,
        measures:
            "pictures in CMYK, with 16 bits a channel, or with an embedded profile other than sRGB: brought to 8-bit sRGB here",
        hint:
            "nothing to do, unless the colours must be exact: then compare before and after"
    ) { seen, _ in
        let facts = seen.facts
        let name = facts.profileName.map { "\"\($0)\"" } ?? "a profile without a name"
        let inks = facts.appliesProfile ? "by its embedded profile, \(name)" : "as usual print colours"
        let changes = [
            facts.isCMYK ? "CMYK will become sRGB, \(inks)" : nil,
            facts.appliesProfile && !facts.isSRGB && !facts.isCMYK
                ? "its embedded profile will be applied: \(name) → sRGB" : nil,
            facts.bitsPerBand == 16 ? "16 bits a channel will become 8" : nil,
        ].compactMap(\.self)
        return changes.isEmpty ? nil : changes.joined(separator: "; ")
    }
}
