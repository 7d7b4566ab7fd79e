/// Deflate without compression: bytes as they are, in a zlib stream.
public enum Zlib {
    /// Up to 65,535 bytes in one block.
    public static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8))
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        let sum = [b >> 8, b & 0xFF, a >> 8, a & 0xFF].map { UInt8($0) }
        return [0x78, 0x01, 1, low, high, ~low, ~high] + bytes + sum
    }
}
