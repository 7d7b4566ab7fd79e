import Dataset

/// Walks a WebP file chunk by chunk.
struct WebPStructure<Source: ByteSource> {
    private let source: Source
    private var structure: FileStructure?
    private var holdsPixels = false
    private var frames = 0

    init(_ source: Source) { self.source = source }

    /// A still has about six: header, profile, alpha, pixels, EXIF, XMP; an animation one a frame.
    private static var mostChunks: Int { 4096 }

    mutating func run() throws -> FileStructure {
        var chunks = try WebPChunks(source)
        guard let end = chunks.end else { throw ImageFault.truncated("the file ends inside its header") }
        if end > source.count {
            throw ImageFault.truncated("the file declares \(end) bytes and holds \(source.count)")
        }
        var count = 0
        while let chunk = try chunks.next() {
            if !chunk.fits {
                throw ImageFault.truncated(
                    "a chunk declares \(chunk.length) bytes and the file holds only \(chunk.room) more")
            }
            count += 1
            if count > Self.mostChunks {
                throw ImageFault.unreadable("the file is in more than \(Self.mostChunks) pieces")
            }
            try visit(chunk.name) { try chunks.data(of: chunk, upTo: $0) }
        }
        if frames > 1 { throw ImageFault.animated(frames: frames) }
        guard let structure, holdsPixels else { throw ImageFault.unreadable("the file holds no pixels") }
        return structure
    }

    private mutating func visit(_ name: String, _ data: (Int64) throws -> [UInt8]) throws {
        switch name {
        case "VP8X":
            let head = try data(10)
            guard head.count == 10, structure == nil else { break }
            try size(head[4..<7].littleEndian + 1, head[7..<10].littleEndian + 1)
        case "VP8 ":
            guard let header = VP8Header(try data(VP8Header.size)) else { break }
            holdsPixels = true
            try size(header.width, header.height)
        case "VP8L":
            guard let header = VP8LHeader(try data(VP8LHeader.size)) else { break }
            holdsPixels = true
            try size(header.width, header.height)
        case "ANMF":
            holdsPixels = true
            frames += 1
            let head = try data(12)
            guard head.count == 12 else { break }
            try size(head[6..<9].littleEndian + 1, head[9..<12].littleEndian + 1)
        default: break
        }
        if structure == nil { throw ImageFault.unreadable("the first chunk is not a WebP's") }
    }

    /// The size of the canvas counts, which stands first; but each part must be within the limits as well.
    private mutating func size(_ width: Int, _ height: Int) throws {
        let found = try FileStructure(.webp, width: width, height: height, isHeldWhole: true)
        structure = structure ?? found
    }
}
