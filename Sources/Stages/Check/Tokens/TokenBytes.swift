/// The tokens of a vocabulary by their bytes, while a tokenizer is read. A token's number is its position in the order of
/// insertion.
struct TokenBytes {
    /// Qwen2's longest token has 128 bytes.
    static let longest = 1024
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var bytes: [UInt8] = []
    private var starts = [0]
    /// By a polynomial hash: the hash of a token's tail follows from those of the whole and the head.
    private var places: [UInt64: UInt32] = [:]
    private let powers: [UInt64]

    init(capacity: Int) {
        var powers: [UInt64] = [1]
        for _ in 0..<Self.longest { powers.append(powers[powers.count - 1] &* Self.base) }
        self.powers = powers
        places.reserveCapacity(capacity)
        starts.reserveCapacity(capacity + 1)
    }

    var count: Int { starts.count - 1 }

    /// The number of a new token; nil when the bytes were added before, when there are none or too many, and on a hash
    /// collision, which happens only in a file crafted for it.
    mutating func add(_ token: some Collection<UInt8>) -> UInt32? {
        guard !token.isEmpty, token.count <= Self.longest else { return nil }
        let hash = Self.hash(token)
        guard places[hash] == nil else { return nil }
        let number = UInt32(count)
        places[hash] = number
        bytes.append(contentsOf: token)
        starts.append(bytes.count)
        return number
    }

    /// The number of the token with these bytes.
    func number(of token: some Collection<UInt8>) -> UInt32? {
        guard let number = places[Self.hash(token)] else { return nil }
        return self[number].elementsEqual(token) ? number : nil
    }

    /// The token of every byte, by the byte's value; nil when one of the 256 is missing.
    func singles() -> [UInt32]? {
        let found = (0...UInt8.max).compactMap { number(of: CollectionOfOne($0)) }
        return found.count == 256 ? found : nil
    }

    /// Calls `body` for every split of a token into two others.
    func forEachSplit(of number: UInt32, _ body: (_ left: UInt32, _ right: UInt32) -> Void) {
        let whole = self[number]
        let hash = Self.hash(whole)
        var head: UInt64 = 0
        for cut in whole.indices.dropLast() {
            head = head &* Self.base &+ UInt64(whole[cut]) &+ 1
            guard let left = places[head], self[left].elementsEqual(whole[...cut]) else { continue }
            let tail = whole[(cut + 1)...]
            guard let right = places[hash &- head &* powers[tail.count]], self[right].elementsEqual(tail)
            else { continue }
            body(left, right)
        }
    }

    private subscript(number: UInt32) -> ArraySlice<UInt8> {
        bytes[starts[Int(number)]..<starts[Int(number) + 1]]
    }

    private static func hash(_ token: some Collection<UInt8>) -> UInt64 {
        token.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
    }
}
