import Dataset

/// Finds what was probably meant by a mistyped name.
enum NearestName {
    /// The candidate with the fewest edits, when at most a third of its letters (and at least two) differ.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let length = name.count
        // The distance is at least the difference of the lengths: most candidates need no table.
        let near = candidates.filter { abs($0.count - length) <= allowed($0) }
        let best = near.map { ($0, EditDistance.between(name, $0)) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= allowed(best.0) else { return nil }
        return best.0
    }

    private static func allowed(_ candidate: String) -> Int { max(2, candidate.count / 3) }
}
