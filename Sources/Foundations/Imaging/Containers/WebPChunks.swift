/// The RIFF chunks of a WebP file in file order: name, length, data, and a byte more where the length is odd (RFC 9649,
/// 2.3). Nothing is decoded. What a chunk may be, and where, is for the caller to judge.
struct WebPChunks<Source: ByteSource> {
    struct Chunk {
        let name: String
        /// Where its data starts.
        let offset: Int64
        /// Bytes of data, as declared.
        let length: Int64
        /// Bytes between `offset` and the end of the RIFF form.
        let room: Int64

        /// Whether the declared length fits into the RIFF form.
        var fits: Bool { length <= room }
        /// Where the next chunk starts.
        var end: Int64 { offset + length + length % 2 }
    }

    private(set) var source: Source
    /// Where the RIFF form ends, as its header declares; nil where the file ends inside of the header.
    let end: Int64?
    private var offset: Int64 = 12

    init(_ source: Source) throws(Source.Failure) {
        self.source = source
        let head = try self.source.read(at: 0, count: 12)
        end = head.count == 12 ? Int64(head.dropFirst(4).prefix(4).littleEndian) + 8 : nil
    }

    /// The next chunk; nil at the end of the RIFF form.
    mutating func next() throws(Source.Failure) -> Chunk? {
        guard let end, offset + 8 <= end else { return nil }
        let head = try source.read(at: offset, count: 8)
        guard head.count == 8 else { return nil }
        let chunk = Chunk(
            name: String(decoding: head.prefix(4), as: UTF8.self), offset: offset + 8,
            length: Int64(head.suffix(4).littleEndian), room: end - offset - 8)
        offset = chunk.end
        return chunk
    }

    /// The first bytes of a chunk's data; fewer where it is shorter.
    mutating func data(of chunk: Chunk, upTo count: Int64) throws(Source.Failure) -> [UInt8] {
        Array(try source.read(at: chunk.offset, count: Int(min(chunk.length, count))))
    }
}

/// The header of a lossy picture (RFC 6386, 9.1).
struct VP8Header {
    static let size: Int64 = 10

    let isKeyFrame: Bool
    let width: Int
    let height: Int
    /// Whether it asks for an enlargement, by two bits above either side's 14. Decoders leave it to others.
    let isScaled: Bool

    /// Reads the first bytes of a `VP8 ` chunk; nil where there are too few, or no start code.
    init?(_ data: [UInt8]) {
        guard data.count == Self.size, data[3...5].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
        let (across, down) = (data[6...7].littleEndian, data[8...9].littleEndian)
        isKeyFrame = data[0] & 1 == 0
        (width, height) = (across & 0x3FFF, down & 0x3FFF)
        isScaled = across >> 14 != 0 || down >> 14 != 0
    }
}

/// The header of a lossless picture (RFC 9649, 3.4).
struct VP8LHeader {
    static let size: Int64 = 5

    let width: Int
    let height: Int
    /// Bit 0 for alpha, then three bits of a version that is 0.
    let flags: Int

    /// Reads the first bytes of a `VP8L` chunk; nil where there are too few, or no signature.
    init?(_ data: [UInt8]) {
        guard data.count == Self.size, data[0] == 0x2F else { return nil }
        let bits = data[1...].littleEndian
        (width, height) = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        flags = bits >> 28
    }
}
