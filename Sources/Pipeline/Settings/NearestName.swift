/// Finds what was probably meant by a mistyped name.
enum NearestName {
    /// The candidate with the fewest edits, when at most a third of its letters (and at least two) differ.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let best = candidates.map { ($0, distance(Array(name), Array($0))) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(2, best.0.count / 3) else { return nil }
        return best.0
    }

    /// Levenshtein's distance: insertions, deletions and substitutions.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
