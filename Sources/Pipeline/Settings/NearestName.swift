import Dataset

/// Finds what was probably meant by a mistyped name.
enum NearestName {
    /// The candidate with the fewest edits, when at most a third of its letters (and at least two) differ.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let best = candidates.map { ($0, EditDistance.between(name, $0)) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(2, best.0.count / 3) else { return nil }
        return best.0
    }
}
