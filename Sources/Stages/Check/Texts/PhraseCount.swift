/// Finds phrases that a large share of captions contain, in memory that does not grow with the number of captions.
///
/// Lossy counting (Manku and Motwani, 2002): entries that can't be frequent are dropped at the end of each bucket of
/// 1/ε captions, and no count is too low by more than ε times the number of captions. It counts runs of three words;
/// overlapping runs are joined to the longest phrase.
struct PhraseCount {
    /// ε: how far counts may be too low, as a share of the captions.
    private static let error = 0.02
    private static let length = 3
    /// Words of a caption that are counted: a common phrase does not come later.
    private static let words = 400
    private let share: Double
    private var entries: [String: (count: Int, missed: Int)] = [:]
    /// How many captions were added.
    private(set) var captions = 0

    init(share: Double) { self.share = share }

    /// Adds a caption's words in parts; a phrase does not cross from one part into the next.
    mutating func add(_ parts: [[String]]) {
        captions += 1
        let runs = parts.flatMap { Self.runs(Array($0.prefix(Self.words))) }
        let width = Int(1 / Self.error)
        let bucket = (captions + width - 1) / width
        for phrase in Set(runs.prefix(Self.words)) {
            entries[phrase, default: (0, bucket - 1)].count += 1
        }
        if captions.isMultiple(of: width) {
            entries = entries.filter { $0.value.count + $0.value.missed > bucket }
        }
    }

    /// The longest phrase that at least `share` of the captions contain, and a lower bound of their number.
    var longest: (phrase: String, count: Int)? {
        let needed = max(2.0, share * Double(captions))
        // A run that was added late may have been missed before; the reported count only has captions in which it was seen.
        let common = entries.filter {
            Double($0.value.count + $0.value.missed) >= needed
                && Double($0.value.count) >= needed * (1 - Self.error)
        }
        let runs = common.map { Run($0.key, $0.value.count) }.sorted {
            ($1.count, $0.text) < ($0.count, $1.text)
        }
        let byHead = Dictionary(grouping: runs, by: \.head)
        // In a cycle, any run can be the start.
        let tails = Set(runs.map(\.tail))
        let beginnings = runs.filter { !tails.contains($0.head) }
        let chains = (beginnings.isEmpty ? Array(runs.prefix(1)) : beginnings).map {
            Self.chain(from: $0, through: byHead)
        }
        return chains.max { $0.words.count < $1.words.count }.map {
            ($0.words.joined(separator: " "), $0.count)
        }
    }

    /// Three words, and the number of captions that contain them.
    private struct Run {
        let text: String
        let words: [String]
        let count: Int

        init(_ text: String, _ count: Int) {
            self.text = text
            words = text.split(separator: " ").map(String.init)
            self.count = count
        }

        var head: String { words.prefix(2).joined(separator: " ") }
        var tail: String { words.suffix(2).joined(separator: " ") }
    }

    /// Extends a run by the most frequent one that begins with its last two words, until none is left that was not used.
    private static func chain(
        from start: Run, through byHead: [String: [Run]]
    ) -> (words: [String], count: Int) {
        var chain = (words: start.words, count: start.count)
        var last = start
        var taken: Set<String> = [start.text]
        while let next = byHead[last.tail]?.first(where: { !taken.contains($0.text) }) {
            taken.insert(next.text)
            chain = (chain.words + next.words.suffix(1), min(chain.count, next.count))
            last = next
        }
        return chain
    }

    private static func runs(_ words: [String]) -> [String] {
        guard words.count >= length else { return [] }
        return (0...words.count - length).map { words[$0..<$0 + length].joined(separator: " ") }
    }
}
