/// The parts of a PNG file, put together by hand: no encoder writes what a hostile file holds.
public enum PNGParts {
    /// The eight bytes that every PNG starts with.
    public static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// A number as four bytes, the highest first.
    public static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// A chunk with its length and its check sum.
    public static func chunk(_ kind: String, _ data: [UInt8] = []) -> [UInt8] {
        let named = Array(kind.utf8) + data
        return number(data.count) + named + number(Int(checksum(named)))
    }

    /// The header chunk.
    public static func header(
        _ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 2, interlace: UInt8 = 0
    ) -> [UInt8] {
        chunk("IHDR", number(width) + number(height) + [depth, colour, 0, 0, interlace])
    }

    /// A whole file: signature, header, the chunks given, and the end.
    public static func file(_ header: [UInt8], _ chunks: [UInt8]...) -> [UInt8] {
        signature + header + chunks.flatMap { $0 } + chunk("IEND")
    }

    /// A zlib stream that unfolds to so many zero bytes, and perhaps a few more: 13 bits for 258 of them (RFC 1951, the
    /// fixed codes: length 258, distance 1).
    public static func zeros(_ count: Int) -> [UInt8] {
        var bits = BitWriter(bytes: [0x78, 0x9C])
        bits.write(1, 1)
        bits.write(1, 2)
        // The literal 0: 00110000, the highest bit first.
        bits.writeCode(0b0011_0000, 8)
        let runs = (count + 257) / 258
        for _ in 0..<runs {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
        }
        bits.writeCode(0, 7)
        // Adler's sum of zeros: 1, and how many there are.
        return bits.flushed() + number((runs * 258 + 1) % 65521 << 16 | 1)
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}

/// Bits from the lowest of each byte on, as deflate packs them.
private struct BitWriter {
    var bytes: [UInt8]
    private var held: UInt32 = 0
    private var count = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ value: UInt32, _ width: Int) {
        held |= value << UInt32(count)
        count += width
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: held))
            held >>= 8
            count -= 8
        }
    }

    /// Codes go in from their highest bit on.
    mutating func writeCode(_ code: UInt32, _ width: Int) {
        var turned: UInt32 = 0
        for bit in 0..<width where code >> UInt32(bit) & 1 == 1 { turned |= 1 << UInt32(width - 1 - bit) }
        write(turned, width)
    }

    mutating func flushed() -> [UInt8] {
        if count > 0 { write(0, 8 - count) }
        return bytes
    }
}
