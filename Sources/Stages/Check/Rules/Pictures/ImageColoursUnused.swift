import Dataset

extension Rule {
    static let imageColoursUnused = picture(
        "image-colours-unused", .note,
        measures:
            "pictures that say of their colours what is not used here: an embedded profile that can't be, or gAMA, cHRM or cICP of a PNG, by which browsers show other colours",
        hint:
            "if the colours matter, open the picture where it looks right and save it again as sRGB"
    ) { seen, _ in
        let facts = seen.facts
        let colours = facts.isCMYK ? "usual print colours" : "sRGB"
        let unused = [
            facts.profileFault.map {
                "its embedded profile is not used: \($0); its colours are taken for \(colours)"
            },
            facts.unusedColours.map { "\($0) is not used: a browser shows other colours" },
        ].compactMap(\.self)
        return unused.isEmpty ? nil : unused.joined(separator: "; ")
    }
}
