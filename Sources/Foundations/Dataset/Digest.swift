import Crypto

/// The SHA-256 of some bytes: how files, recipes and payloads are named and compared.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    // In place, and not as text on the heap: some are kept for every row.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes 64 hexadecimal digits; nil for anything else.
    public init?(hex: String) {
        guard hex.utf8.count == 64 else { return nil }
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for character in hex.utf8 {
            switch character {
            case 0x30...0x39: digits.append(character - 0x30)
            case 0x61...0x66: digits.append(character - 0x61 + 10)
            case 0x41...0x46: digits.append(character - 0x41 + 10)
            default: return nil
            }
        }
        self.init((0..<32).lazy.map { digits[$0 * 2] << 4 | digits[$0 * 2 + 1] })
    }

    private init(_ bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            switch position / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        self.words = words
    }

    /// Takes 32 bytes; nil for any other number of them.
    public init?(raw bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(bytes)
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 64) { text in
            var position = 0
            for word in [words.0, words.1, words.2, words.3] {
                for shift in stride(from: UInt64(60), through: 0, by: -4) {
                    let digit = UInt8(word >> shift & 15)
                    text[position] = digit < 10 ? 0x30 + digit : 0x61 + digit - 10
                    position += 1
                }
            }
            return 64
        }
    }

    /// Whether they are the same.
    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    /// By the first half, which is enough to distinguish digests.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }

    /// The SHA-256 of bytes in memory.
    public static func of(_ bytes: [UInt8]) -> Digest {
        var hash = RunningDigest()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    /// The SHA-256 of a text's UTF-8 bytes.
    public static func of(_ text: String) -> Digest { of(Array(text.utf8)) }

    fileprivate init(_ hash: SHA256) { self.init(hash.finalize()) }

    /// The 32 bytes.
    public var raw: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// The first 12 digits, enough to tell files of one dataset apart.
    public var short: String { String(hex.prefix(12)) }

    /// The 64 digits.
    public var description: String { hex }

    /// By the digits.
    public static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }
}

/// A digest of bytes that come in pieces.
public struct RunningDigest: Sendable {
    private var hash = SHA256()

    /// Over no bytes yet.
    public init() {}

    /// Takes in more bytes; they are not kept.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// Takes in more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// Whether the digest of all bytes so far is this one: 32 raw bytes, for those who ask a million times.
    public func isSame(as raw: [UInt8]) -> Bool { hash.finalize().elementsEqual(raw) }

    /// The digest of all bytes so far.
    public func finish() -> Digest { Digest(hash) }
}
