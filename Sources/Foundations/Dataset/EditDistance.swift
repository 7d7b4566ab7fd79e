/// How many edits make one word of another: insertions, deletions, substitutions, and swaps of neighbours (the
/// restricted distance of Damerau and Levenshtein).
public enum EditDistance {
    /// The distance; work and memory grow with the product of the lengths.
    public static func between(_ left: some Collection<Character>, _ right: some Collection<Character>) -> Int
    {
        let left = Array(left)
        let right = Array(right)
        var earlier: [Int] = []
        var above = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in right.indices {
                let substituted = above[j] + (left[i] == right[j] ? 0 : 1)
                var best = min(substituted, above[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, earlier[j - 1] + 1)
                }
                row.append(best)
            }
            earlier = above
            above = row
        }
        return above[right.count]
    }
}
