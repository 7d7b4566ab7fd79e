import Dataset
import Imaging

/// Colours, alpha and orientation: what preparing converts.
extension Rule {
    static let imageGrey = picture(
        "image-grey", .note,
        measures: "pictures without any colour",
        hint: "say black and white in the caption, or the LoRA takes it for part of the trigger"
    ) { seen, _ in
        guard seen.statistics.isGrey else { return nil }
        return seen.facts.bands < 3 ? "is stored in grey" : "is grey, though stored in colour"
    }

    static let imageAlpha = picture(
        "image-alpha", .note,
        measures: "pictures with an alpha channel, which is flattened: the trainer takes three channels",
        hint: "set prepare.background to a colour that the subject does not have"
    ) { seen, setting in
        guard seen.facts.hasAlpha else { return nil }
        let share = seen.statistics.transparentShare * 100
        if share == 0 { return "has an alpha channel that is opaque throughout; it will be dropped" }
        let told = share < 0.1 ? "less than 0.1" : share.text(1)
        return "\(told) % of it is transparent and will be flattened on \(setting.run.recipe.background.hex)"
    }

    static let imageRotated = picture(
        "image-rotated", .note,
        measures:
            "pictures with an EXIF orientation, which are turned upright here; the trainer itself ignores it",
        hint: "nothing to do: what is sent stands upright"
    ) { seen, _ in
        ways[seen.facts.orientation].map { "EXIF orientation \(seen.facts.orientation): \($0)" }
    }

    /// The orientations of EXIF 2.3.
    private static let ways = [
        2: "will be mirrored", 3: "will be turned upside down", 4: "will be mirrored and turned upside down",
        5: "will be mirrored and turned a quarter to the left", 6: "will be turned a quarter to the right",
        7: "will be mirrored and turned a quarter to the right", 8: "will be turned a quarter to the left",
    ]

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
