/// The chunks of a PNG file, walked without decoding.
public enum PNGChunks {
    /// Whether every chunk's declared length fits into the bytes that are left: the PNG library allocates a length
    /// before it looks for the bytes, a gigabyte for a file of 57 bytes.
    public static func fit(_ bytes: [UInt8]) -> Bool {
        var at = 8
        while at + 8 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            let isEnd = bytes[at + 4..<at + 8].elementsEqual("IEND".utf8)
            at += 12 + length
            if at > bytes.count { return false }
            if isEnd { return true }
        }
        return false
    }
}
