/// Base64 (RFC 4648, section 4) written into memory that is there, for payloads of gigabytes: nothing is allocated.
public enum Base64 {
    /// How many characters so many bytes become, padding included.
    public static func count(ofBytes bytes: Int64) -> Int64 { (bytes + 2) / 3 * 4 }

    /// Writes the characters of `bytes` to the beginning of `text`, which must have room for them.
    ///
    /// - Returns: how many were written.
    public static func encode(
        _ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(text.count >= (bytes.count + 2) / 3 * 4)
        guard let source = bytes.baseAddress, let target = text.baseAddress else { return 0 }
        let whole = bytes.count / 3
        pairs.withUnsafeBufferPointer { pairs in
            // Two characters at a time: 12 bits of the source choose both.
            for group in 0..<whole {
                let (from, to) = (source + group &* 3, target + group &* 4)
                let high = UInt32(from.load(as: UInt8.self)) << 16
                let middle = UInt32(from.load(fromByteOffset: 1, as: UInt8.self)) << 8
                let bits = high | middle | UInt32(from.load(fromByteOffset: 2, as: UInt8.self))
                let left = UInt32(pairs[Int(truncatingIfNeeded: bits >> 12)])
                let right = UInt32(pairs[Int(truncatingIfNeeded: bits & 0xFFF)])
                to.storeBytes(of: (left | right << 16).littleEndian, as: UInt32.self)
            }
        }
        let rest = bytes.count - whole * 3
        guard rest > 0 else { return whole * 4 }
        let high = UInt32(bytes[whole * 3]) << 16
        let bits = high | (rest == 2 ? UInt32(bytes[whole * 3 + 1]) << 8 : 0)
        let end = UInt8(ascii: "=")
        let tail = [
            digit(bits >> 18), digit(bits >> 12 & 63), rest == 2 ? digit(bits >> 6 & 63) : end, end,
        ]
        for (position, character) in tail.enumerated() { text[whole * 4 + position] = character }
        return whole * 4 + 4
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func digit(_ bits: UInt32) -> UInt8 { alphabet[Int(bits)] }

    /// The two characters of each 12 bits, the first in the lower byte.
    private static let pairs: [UInt16] = (0..<4096).map {
        UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8
    }
}
