/// The segments of a JPEG file in file order: marker, length, parameters (ITU-T T.81, annex B). Coded data between a scan's
/// header and the next marker is skipped; nothing is decoded. What a segment may be, and where, is for the caller to judge.
struct JPEGSegments<Source: ByteSource> {
    struct Segment {
        /// The second byte of the marker, such as 0xDA for a scan.
        let marker: UInt8
        /// Whether bytes that belong to no segment precede it: padding, or what a decoder skips.
        let followsStrayBytes: Bool
        /// Where its parameters start.
        let offset: Int64
        /// The declared length, its own two bytes included; nil for a marker without parameters.
        let declared: Int64?
        /// Whether the file holds as many bytes.
        let fits: Bool

        /// Bytes of parameters.
        var length: Int64 { max(2, declared ?? 2) - 2 }
    }

    private(set) var source: Source
    /// Behind the marker and the parameters of the last segment.
    private(set) var offset: Int64 = 2
    private var parts = 0
    private var isInScan = false
    private var hasStrayBytes = false

    init(_ source: Source) { self.source = source }

    /// The most segments, padding bytes and stray bytes together. An ICC profile has up to 255 segments, extended XMP some
    /// hundreds.
    static var mostParts: Int { 4096 }

    /// Whether the walk ended because of `mostParts`.
    var hasTooManyParts: Bool { parts > Self.mostParts }

    /// The next segment; nil at the end of the file, and where there are too many parts.
    mutating func next() throws(Source.Failure) -> Segment? {
        hasStrayBytes = false
        if isInScan { try skipCodedData() }
        guard let marker = try nextMarker() else { return nil }
        parts += 1
        guard !hasTooManyParts else { return nil }
        isInScan = marker == 0xDA
        // TEM, the restarts, the start and the end of an image.
        if marker == 0x01 || (0xD0...0xD9).contains(marker) {
            return Segment(
                marker: marker, followsStrayBytes: hasStrayBytes, offset: offset, declared: nil, fits: true)
        }
        let head = try source.read(at: offset, count: 2)
        guard head.count == 2 else { return nil }
        let declared = Int64(head.bigEndian)
        defer { offset += max(2, declared) }
        return Segment(
            marker: marker, followsStrayBytes: hasStrayBytes, offset: offset + 2, declared: declared,
            fits: offset + declared <= source.count)
    }

    /// The first bytes of a segment's parameters.
    mutating func parameters(of segment: Segment, upTo count: Int64 = .max) throws(Source.Failure) -> [UInt8]
    {
        Array(try source.read(at: segment.offset, count: Int(min(segment.length, count))))
    }

    /// Moves behind the next marker. What precedes it is skipped, as the decoder does.
    private mutating func nextMarker() throws(Source.Failure) -> UInt8? {
        while !hasTooManyParts, let position = try source.position(of: 0xFF, from: offset) {
            if position != offset { hasStrayBytes = true }
            guard let code = try source.read(at: position + 1, count: 1).first else { return nil }
            if code != 0xFF, code != 0 {
                offset = position + 2
                return code
            }
            offset = position + (code == 0 ? 2 : 1)
            addStrayByte()
        }
        return nil
    }

    /// Moves to the marker behind a scan. In coded data, 0xFF stands only before a zero and in restart markers.
    private mutating func skipCodedData() throws(Source.Failure) {
        while !hasTooManyParts, let position = try source.position(of: 0xFF, from: offset) {
            guard let code = try source.read(at: position + 1, count: 1).first else { break }
            switch code {
            case 0x00, 0xD0...0xD7: offset = position + 2
            case 0xFF:
                offset = position + 1
                addStrayByte()
            default:
                offset = position
                return
            }
        }
        offset = source.count
    }

    private mutating func addStrayByte() {
        hasStrayBytes = true
        parts += 1
    }
}

/// The header of a frame (ITU-T T.81, B.2.2).
struct JPEGFrame {
    /// Bits of a component.
    let depth: UInt8
    let width: Int
    /// 0 where the height follows the pixels (DNL).
    let height: Int
    /// The components' numbers.
    let components: [UInt8]

    /// Reads the parameters; nil unless there are three bytes a component behind the first six.
    init?(_ parameters: [UInt8]) {
        guard parameters.count >= 6, parameters.count == 6 + 3 * Int(parameters[5]) else { return nil }
        depth = parameters[0]
        height = parameters[1...2].bigEndian
        width = parameters[3...4].bigEndian
        components = stride(from: 6, to: parameters.count, by: 3).map { parameters[$0] }
    }
}
