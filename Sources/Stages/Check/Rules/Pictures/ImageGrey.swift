import Dataset

extension Rule {
    static let imageGrey = picture(
        "image-grey", .note,
        measures: "pictures without any colour",
        hint: "say black and white in the caption, or the LoRA takes it for part of the trigger"
    ) { seen, _ in
        guard seen.traits.isGrey else { return nil }
        return seen.facts.bands < 3 ? "is stored in grey" : "is grey, though stored in colour"
    }
}
