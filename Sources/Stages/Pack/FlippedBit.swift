import Dataset

/// The one flipped bit that explains why a lock file's seal does not fit: the bit is turned back at each place in turn,
/// until the seal fits again.
struct FlippedBit {
    /// The explanation behind the fault.
    let sentence: String

    /// Longer lock files are not searched: the time grows with the square of the length, and these take seconds.
    private static let longest = 40 << 10
    private static let mark = Array(",\n  \"seal\": \"".utf8)
    private static let end = Array("\n}".utf8)

    /// Nil where more than a bit differs, or the file is too long to be searched.
    init?(in bytes: [UInt8]) {
        // The seal's 64 digits, its quote and the end stand behind the mark.
        let start = bytes.count - Self.mark.count - 64 - "\"\n}\n".utf8.count
        guard bytes.count <= Self.longest, start > 0 else { return nil }
        let digits = start + Self.mark.count
        let seal = Digest(hex: String(decoding: bytes[digits..<digits + 64], as: UTF8.self))
        guard let place = seal.flatMap({ Self.place(in: Array(bytes[..<start]) + Self.end, sealed: $0.raw) })
        else {
            let own = Array(Digest.of(Array(bytes[..<start]) + Self.end).hex.utf8)
            let tail = Self.mark + own + Array("\"\n}\n".utf8)
            let others = zip(bytes[start...], tail).filter { $0 != $1 }
            guard others.count == 1, (others[0].0 ^ others[0].1).nonzeroBitCount == 1 else { return nil }
            sentence = "; one flipped bit in the seal itself explains it, and the rest is as it was written"
            return
        }
        var mended = bytes
        mended[place.byte] ^= 1 << place.bit
        let line = bytes[..<place.byte].count { $0 == 0x0A } + 1
        sentence =
            "; one flipped bit explains it: byte \(place.byte), where line \(line) was"
            + " \(Self.line(of: mended, place.byte)) and is \(Self.line(of: bytes, place.byte))"
    }

    private static func line(of bytes: [UInt8], _ position: Int) -> String {
        let start = bytes[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        let text = String(decoding: bytes[start..<end], as: UTF8.self).printableLine
        return String(text.drop { $0 == " " })
    }

    private static func place(in content: [UInt8], sealed seal: [UInt8]) -> (byte: Int, bit: UInt8)? {
        var content = content
        var before = RunningDigest()
        let searched = content.count - end.count
        return content.withUnsafeMutableBytes { bytes in
            // By the digest's own blocks: what comes before one is hashed once.
            for block in stride(from: 0, to: searched, by: 64) {
                // Seconds, for an explanation that nobody waits for any more.
                if Task.isCancelled { return nil }
                let rest = UnsafeRawBufferPointer(rebasing: bytes[block...])
                for byte in block..<min(block + 64, searched) {
                    for bit in 0..<UInt8(8) {
                        bytes[byte] ^= 1 << bit
                        var hash = before
                        hash.update(rest)
                        bytes[byte] ^= 1 << bit
                        if hash.isSame(as: seal) { return (byte, bit) }
                    }
                }
                before.update(UnsafeRawBufferPointer(rebasing: rest.prefix(64)))
            }
            return nil
        }
    }
}
