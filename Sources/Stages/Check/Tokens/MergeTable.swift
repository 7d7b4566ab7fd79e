/// Which two adjacent tokens merge, and in which order: all that counting needs of a vocabulary.
struct MergeTable: Sendable {
    /// The result of a merge and its rank: the lowest rank merges first.
    struct Merge: Sendable {
        let rank: UInt32
        let token: UInt32
    }

    /// The token of every byte, by the byte's value.
    let singles: [UInt32]
    private var merges: [UInt64: Merge] = [:]

    /// A table without merges.
    init(singles: [UInt32], capacity: Int) {
        self.singles = singles
        merges.reserveCapacity(capacity)
    }

    /// The number of pairs that merge.
    var count: Int { merges.count }

    /// The merge of a pair; nil when it does not merge.
    subscript(left: UInt32, right: UInt32) -> Merge? {
        get { merges[UInt64(left) << 32 | UInt64(right)] }
        set { merges[UInt64(left) << 32 | UInt64(right)] = newValue }
    }
}
