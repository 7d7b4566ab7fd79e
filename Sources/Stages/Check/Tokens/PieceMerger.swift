import HeapModule

/// Byte-level byte pair encoding of one piece: its bytes are the first tokens, and the adjacent pair of the lowest rank
/// merges, the leftmost of equals, until no pair merges.
///
/// A heap holds the pairs, so a piece of n bytes takes n log n steps.
struct PieceMerger {
    private let table: MergeTable
    private var tokens: [UInt32] = []
    /// The rank with which the token at a place merges with the next; `never` when it does not, or was absorbed.
    private var ranks: [UInt32] = []
    private var next: [Int] = []
    private var previous: [Int] = []
    /// Rank and place of each pair, packed so that the smallest number is the next merge.
    private var heap = Heap<UInt64>()
    private static let never = UInt32.max

    init(_ table: MergeTable) { self.table = table }

    /// The number of tokens of a piece.
    mutating func count(_ piece: ArraySlice<UInt8>) -> Int {
        var count = piece.count
        begin(piece)
        while let least = heap.popMin() {
            let place = Int(least & 0xFFFF_FFFF)
            // Stale: one of the two merged with another token since.
            guard ranks[place] == UInt32(least >> 32) else { continue }
            let absorbed = next[place]
            guard let merge = table[tokens[place], tokens[absorbed]] else { continue }
            tokens[place] = merge.token
            ranks[absorbed] = Self.never
            next[place] = next[absorbed]
            if next[place] < next.count { previous[next[place]] = place }
            count -= 1
            weigh(place)
            if place > 0 { weigh(previous[place]) }
        }
        return count
    }

    /// Where the n-th token ends, in bytes from the start of the last counted piece.
    func end(ofToken number: Int) -> Int { (0..<number).reduce(0) { place, _ in next[place] } }

    private mutating func begin(_ piece: ArraySlice<UInt8>) {
        tokens.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        for byte in piece {
            previous.append(tokens.count - 1)
            tokens.append(table.singles[Int(byte)])
            next.append(tokens.count)
            ranks.append(Self.never)
        }
        for place in tokens.indices { weigh(place) }
    }

    /// Adds the merge of a token with the next to the heap.
    private mutating func weigh(_ place: Int) {
        let following = next[place]
        guard following < tokens.count, let merge = table[tokens[place], tokens[following]] else {
            ranks[place] = Self.never
            return
        }
        ranks[place] = merge.rank
        heap.insert(UInt64(merge.rank) << 32 | UInt64(place))
    }
}
