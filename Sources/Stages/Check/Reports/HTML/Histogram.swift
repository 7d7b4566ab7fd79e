/// Counts of whole numbers in bins of equal width.
struct Histogram: Equatable {
    /// One bar.
    struct Bin: Equatable {
        /// The smallest number in it.
        var from: Int
        /// The first number above it; nil for the last bin of all, which takes the rest.
        var to: Int?
        var count = 0
    }

    private(set) var bins: [Bin] = []
    let least: Int
    let median: Int
    let most: Int

    /// Counts non-negative numbers in at most `limit` bins and one for the rest; nil for no numbers.
    ///
    /// The bins end at twice the 98th percentile: one huge number must not push all others into one bin.
    init?(_ numbers: [Int], limit: Int = 16) {
        let sorted = numbers.sorted()
        guard let least = sorted.first, let most = sorted.last, limit > 0 else { return nil }
        self.least = least
        self.most = most
        median = sorted[sorted.count / 2]
        let end = min(most, 2 * sorted[(sorted.count * 49 - 1) / 50])
        let step = Self.step(from: least, to: end, limit)
        let start = least / step * step
        bins = stride(from: start, through: end, by: step).map { Bin(from: $0, to: $0 + step) }
        if most >= bins[bins.count - 1].from + step {
            bins.append(Bin(from: start + bins.count * step, to: nil))
        }
        for number in sorted { bins[min((number - start) / step, bins.count - 1)].count += 1 }
    }

    /// The smallest of 1, 2, 5, 10, 20, 50 … that makes at most `limit` bins.
    private static func step(from least: Int, to end: Int, _ limit: Int) -> Int {
        var power = 1
        while true {
            for step in [power, 2 * power, 5 * power] where end / step - least / step < limit { return step }
            power *= 10
        }
    }
}
