import Dataset

extension Rule {
    static let imageRotated = picture(
        "image-rotated", .note,
        measures:
            "pictures with an EXIF orientation, which are turned upright here; the trainer itself ignores it",
        hint: "nothing to do: what is sent stands upright"
    ) { seen, _ in
        ways[seen.facts.orientation].map { "EXIF orientation \(seen.facts.orientation): \($0)" }
    }

    /// What each orientation of EXIF 2.3 asks for.
    private static let ways = [
        2: "will be mirrored", 3: "will be turned upside down", 4: "will be mirrored and turned upside down",
        5: "will be mirrored and turned a quarter to the left", 6: "will be turned a quarter to the right",
        7: "will be mirrored and turned a quarter to the right", 8: "will be turned a quarter to the left",
    ]
}
