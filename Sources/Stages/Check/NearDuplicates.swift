import Imaging

/// An index of perceptual hashes, searched by Hamming distance.
///
/// Two hashes that differ in at most d of 64 bits differ in at most ⌊d/4⌋ bits of one of four 16-bit pieces. So each
/// piece has a table from its values to the hashes that have it, and a search looks up only the few values near its
/// own. Takes 24 bytes a hash and one megabyte.
struct NearDuplicates: Sendable {
    /// The result of a search.
    struct Match: Sendable, Equatable {
        /// The number of the hash in the order of insertion, from 0.
        var position: Int
        /// The Hamming distance.
        var distance: Int
    }

    /// How many hashes were inserted.
    var count: Int { hashes.count }

    private var hashes: [UInt64] = []
    /// For each piece and value the last hash that has it, and for each hash and piece the one before it; −1 for none.
    private var last = [Int32](repeating: -1, count: 4 << 16)
    private var before: [Int32] = []
    /// A hash that is there already is not linked again: thousands of equal ones would slow every search down, and the
    /// first position is the result anyway.
    private static let pieces = 4

    /// An empty index.
    init() {}

    /// The earliest hash that differs in at most `distance` bits, 0 to 16.
    func firstWithin(_ distance: Int, of hash: PerceptualHash) -> Match? {
        precondition((0...16).contains(distance), "a distance of 0 to 16 bits")
        let (each, rest) = distance.quotientAndRemainder(dividingBy: Self.pieces)
        var best: Match?
        for piece in 0..<Self.pieces {
            // If the first `rest` + 1 pieces were off by more than `each` and the others by `each` or more, the whole
            // would be off by more than the distance.
            let radius = piece <= rest ? each : each - 1
            guard radius >= 0 else { continue }
            let value = Self.value(of: piece, in: hash.bits)
            for mask in Self.masks[..<Self.masksWithin[radius]] {
                var at = last[piece << 16 | Int(value ^ mask)]
                while at >= 0 {
                    let off = (hashes[Int(at)] ^ hash.bits).nonzeroBitCount
                    if off <= distance, Int(at) < best?.position ?? Int.max {
                        best = Match(position: Int(at), distance: off)
                    }
                    at = before[Int(at) * Self.pieces + piece]
                }
            }
        }
        return best
    }

    /// Adds a hash at the next position.
    mutating func insert(_ hash: PerceptualHash) {
        let isNew = firstWithin(0, of: hash) == nil
        let position = Int32(hashes.count)
        hashes.append(hash.bits)
        for piece in 0..<Self.pieces {
            let slot = piece << 16 | Int(Self.value(of: piece, in: hash.bits))
            before.append(isNew ? last[slot] : -1)
            if isNew { last[slot] = position }
        }
    }

    /// Every fourth bit, starting at the piece's number. Neighbouring bits belong to similar frequencies and are often equal;
    /// spread over all pieces, they give each piece more distinct values.
    private static func value(of piece: Int, in bits: UInt64) -> UInt16 {
        var value = (bits >> UInt64(piece)) & 0x1111_1111_1111_1111
        value = (value | value >> 3) & 0x0303_0303_0303_0303
        value = (value | value >> 6) & 0x000F_000F_000F_000F
        value = (value | value >> 12) & 0x0000_00FF_0000_00FF
        return UInt16(truncatingIfNeeded: value | value >> 24)
    }

    /// All 16-bit values of up to four bits, fewest bits first, and how many have up to 0, 1, 2, 3 and 4.
    private static let masks = (0...UInt16.max).filter { $0.nonzeroBitCount <= 4 }
        .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
    private static let masksWithin = [1, 17, 137, 697, 2517]
}
