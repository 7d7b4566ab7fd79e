/// Which two neighbouring tokens become one, and in which order: all that counting needs of a vocabulary.
struct MergeTable: Sendable {
    /// What two neighbours become, and when: the lowest rank merges first.
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

    /// How many pairs merge.
    var count: Int { merges.count }

    /// What a pair becomes; nil when it stays apart.
    subscript(left: UInt32, right: UInt32) -> Merge? {
        get { merges[UInt64(left) << 32 | UInt64(right)] }
        set { merges[UInt64(left) << 32 | UInt64(right)] = newValue }
    }
}
