import Foundation

/// A PNG of one black pixel that carries bytes of no meaning in a private chunk, which decoders pass over.
enum OnePixel {
    static func png(holding noise: Data) -> Data {
        let header = Data([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
        // zlib's stream of the four bytes of the one row: its filter, and no red, green and blue.
        let pixel = Data([0x78, 0x9C, 0x63, 0x60, 0x60, 0x60, 0x00, 0x00, 0x00, 0x04, 0x00, 0x01])
        return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + chunk("IHDR", header)
            + chunk("prVt", noise) + chunk("IDAT", pixel) + chunk("IEND", Data())
    }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let named = Data(name.utf8) + content
        return number(UInt32(content.count)) + named + number(checksum(named))
    }

    private static func number(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }

    /// CRC-32 as PNG has it (its specification, annex D).
    private static func checksum(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
