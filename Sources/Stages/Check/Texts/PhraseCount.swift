/// Finds phrases that a large share of captions hold, in little memory however many captions there are.
///
/// Lossy counting (Manku and Motwani, 2002): entries that can't be frequent are dropped at the end of each bucket of
/// 1/ε captions, and no count is too low by more than ε times the captions. Phrases are runs of three words; where runs
/// overlap, the longest phrase is put together again from the first caption that held it.
struct PhraseCount {
    /// How far counts may be too low, as a share of the captions.
    private static let error = 0.02
    private static let length = 3
    /// Words looked at in a caption: what comes later is no common phrase.
    private static let words = 400
    private let share: Double
    private var entries: [String: (count: Int, missed: Int)] = [:]
    /// A caption that most phrases can be read off, as words.
    private var witness: [String] = []
    /// How many captions were added.
    private(set) var captions = 0

    init(share: Double) { self.share = share }

    /// Adds a caption's words.
    mutating func add(_ words: [String]) {
        captions += 1
        let words = Array(words.prefix(Self.words))
        let width = Int(1 / Self.error)
        let bucket = (captions + width - 1) / width
        for phrase in Set(Self.runs(words)) {
            entries[phrase, default: (0, bucket - 1)].count += 1
        }
        if captions.isMultiple(of: width) {
            entries = entries.filter { $0.value.count + $0.value.missed > bucket }
        }
        // The newest caption that holds what is common so far; a phrase of four in five is in most of them.
        if witness.isEmpty || holdsMore(words) { witness = words }
    }

    /// The longest phrase that the share of captions hold, and in how many it was seen at least.
    var longest: (phrase: String, count: Int)? {
        let needed = max(2.0, share * Double(captions))
        func isCommon(_ run: String) -> Bool {
            entries[run].map {
                Double($0.count + $0.missed) >= needed && Double($0.count) >= needed * (1 - Self.error)
            }
                ?? false
        }
        let runs = Self.runs(witness)
        var best: (start: Int, end: Int)?
        var start: Int?
        for index in 0...runs.count {
            if index < runs.count, isCommon(runs[index]) {
                start = start ?? index
            } else if let from = start {
                if index - from > (best.map { $0.end - $0.start } ?? 0) { best = (from, index) }
                start = nil
            }
        }
        if let best {
            let phrase = witness[best.start..<best.end + Self.length - 1].joined(separator: " ")
            return (phrase, runs[best.start..<best.end].compactMap { entries[$0]?.count }.min() ?? 0)
        }
        // The witness holds none of them: the most frequent run by itself.
        let most = entries.filter { isCommon($0.key) }.max {
            ($0.value.count, $1.key) < ($1.value.count, $0.key)
        }
        return most.map { ($0.key, $0.value.count) }
    }

    private func holdsMore(_ words: [String]) -> Bool {
        func weight(_ words: [String]) -> Int {
            Set(Self.runs(words)).reduce(0) { $0 + (entries[$1]?.count ?? 0) }
        }
        return captions < 100 && weight(words) > weight(witness)
    }

    private static func runs(_ words: [String]) -> [String] {
        guard words.count >= length else { return [] }
        return (0...words.count - length).map { words[$0..<$0 + length].joined(separator: " ") }
    }
}
