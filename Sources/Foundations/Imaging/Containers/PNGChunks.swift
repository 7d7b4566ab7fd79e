/// The chunks of a PNG file in file order: length, name, data, CRC (PNG, third edition, 5.3). Nothing is decoded, and no
/// CRC is computed. What a chunk may be, and where, is for the caller to judge.
struct PNGChunks<Source: ByteSource> {
    struct Chunk {
        let name: String
        /// Where its data starts.
        let offset: Int64
        /// Bytes of data, as declared.
        let length: Int64
        /// Bytes of data that the file can hold from `offset` on, CRC aside; may be negative.
        let room: Int64

        /// Whether the declared length fits into the file. The PNG library allocates a length before it reads the bytes: a
        /// gigabyte for a file of 57 bytes.
        var fits: Bool { length <= room }
    }

    private(set) var source: Source
    /// Where the next chunk starts: first behind the file's signature.
    private(set) var offset: Int64 = 8
    /// Whether the file ends inside of a chunk's length and name.
    private(set) var endsInHeader = false

    init(_ source: Source) { self.source = source }

    /// The next chunk; nil at the end of the file.
    mutating func next() throws(Source.Failure) -> Chunk? {
        guard offset < source.count else { return nil }
        let head = try source.read(at: offset, count: 8)
        guard head.count == 8 else {
            endsInHeader = true
            return nil
        }
        let chunk = Chunk(
            name: String(decoding: head.suffix(4), as: UTF8.self), offset: offset + 8,
            length: Int64(head.prefix(4).bigEndian), room: source.count - offset - 12)
        offset += 12 + chunk.length
        return chunk
    }

    /// The first bytes of a chunk's data.
    mutating func data(of chunk: Chunk, upTo count: Int64) throws(Source.Failure) -> [UInt8] {
        Array(try source.read(at: chunk.offset, count: Int(min(chunk.length, count))))
    }
}

/// The fields of IHDR (PNG, third edition, 11.2.1).
struct PNGHeader {
    let width: Int
    let height: Int
    let depth: UInt8
    let colourType: UInt8
    /// Compression and filter method: 0 is the only value of each.
    let methods: [UInt8]
    /// 0 for none, 1 for Adam7.
    let interlace: UInt8

    /// Reads the chunk's data; nil unless there are exactly 13 bytes.
    init?(_ data: [UInt8]) {
        guard data.count == 13 else { return nil }
        width = data[..<4].bigEndian
        height = data[4..<8].bigEndian
        (depth, colourType, interlace) = (data[8], data[9], data[12])
        methods = Array(data[10...11])
    }
}

/// Whether a file that is in memory can be given to the PNG library.
public enum PNGContainer {
    /// Whether every chunk up to IEND has its declared length, and IEND is there.
    public static func isWhole(_ bytes: [UInt8]) -> Bool {
        var chunks = PNGChunks(MemoryBytes(bytes))
        while let chunk = chunks.next(), chunk.fits {
            if chunk.name == "IEND" { return true }
        }
        return false
    }
}
