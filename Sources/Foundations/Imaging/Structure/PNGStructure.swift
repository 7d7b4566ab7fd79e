import Dataset

/// Walks a PNG file chunk by chunk up to IEND.
struct PNGStructure<Source: ByteSource> {
    private let bytes: Int64
    private var chunks: PNGChunks<Source>
    private var structure: FileStructure?
    private var holdsPixels = false
    private var colours = PNGColours()
    private var compressedTexts = (count: 0, bytes: Int64(0))

    init(_ source: Source) {
        bytes = source.count
        chunks = PNGChunks(source)
    }

    /// How many chunks a file may have: encoders write pixels in pieces of 8 KiB and more, and a thousand chunks of
    /// other kinds are more than any picture has.
    private var mostChunks: Int64 { 1000 + bytes / 1024 }

    /// Texts that libpng decompresses, up to 8 MB each and three times over: as many, and as many compressed bytes of them,
    /// as need no more than a third of a second. A file is refused that is above both.
    private static var mostTexts: (count: Int, bytes: Int64) { (8, 1 << 16) }

    mutating func run() throws -> FileStructure {
        var count: Int64 = 0
        while let chunk = try chunks.next() {
            if structure == nil, chunk.name != "IHDR" {
                if chunk.name == "CgBI" {
                    throw ImageFault.unsupported("a PNG made over for Apple's devices (CgBI)")
                }
                throw ImageFault.unreadable("the first chunk is not a PNG's")
            }
            if !chunk.fits {
                let name = chunk.name.allSatisfy { $0.isASCII && $0.isLetter } ? chunk.name : "unnamed"
                throw ImageFault.truncated(
                    "the \(name) chunk declares \(chunk.length) bytes and the file holds only \(max(0, chunk.room)) more"
                )
            }
            count += 1
            if count > mostChunks {
                throw ImageFault.unreadable("the file is in more than \(mostChunks) pieces")
            }
            if chunk.name == "IEND" { return try end() }
            try visit(chunk)
        }
        throw ImageFault.truncated(
            chunks.endsInHeader
                ? "the file ends inside a chunk's header" : "the file ends before its IEND chunk")
    }

    private func end() throws -> FileStructure {
        guard var structure, holdsPixels else { throw ImageFault.unreadable("the file holds no pixels") }
        structure.colours = colours
        return structure
    }

    private mutating func visit(_ chunk: PNGChunks<Source>.Chunk) throws {
        switch chunk.name {
        case "IHDR": try header(chunk)
        case "IDAT": holdsPixels = true
        case "acTL" where !holdsPixels:
            let head = try chunks.data(of: chunk, upTo: 4)
            guard head.count == 4, head.bigEndian > 1 else { break }
            let frames = head.bigEndian
            // "0 is not a valid value", and a number has 31 bits.
            guard frames < 1 << 31 else {
                throw ImageFault.unreadable("the file declares \(frames) frames, which none can have")
            }
            throw ImageFault.animated(frames: frames)
        case "zTXt": try compressedText(chunk.length)
        case "iTXt":
            // The flag for compression follows the keyword, of at most 79 bytes, and its zero.
            let start = try chunks.data(of: chunk, upTo: 81)
            if let zero = start.firstIndex(of: 0), zero + 1 < start.count, start[zero + 1] != 0 {
                try compressedText(chunk.length)
            }
        case _ where PNGColours.chunks.contains(chunk.name) && !holdsPixels:
            colours.read(chunk.name, try chunks.data(of: chunk, upTo: PNGColours.mostBytes))
        default: break
        }
    }

    private mutating func compressedText(_ length: Int64) throws {
        compressedTexts.count += 1
        compressedTexts.bytes += length
        let most = Self.mostTexts
        if compressedTexts.count > most.count && compressedTexts.bytes > most.bytes {
            throw ImageFault.unreadable(
                "the file holds more compressed texts than a picture has use for")
        }
    }

    private mutating func header(_ chunk: PNGChunks<Source>.Chunk) throws {
        let data = try chunks.data(of: chunk, upTo: 14)
        guard structure == nil, let header = PNGHeader(data) else {
            throw ImageFault.unreadable("the header is not a PNG's")
        }
        let (width, height) = (header.width, header.height)
        // "Zero is an invalid value"; and a side has 31 bits.
        guard max(width, height) < 1 << 31 else {
            let size = PixelSize(width: width, height: height)
            throw ImageFault.unreadable("the file declares a size of \(size)")
        }
        let depths: [UInt8: [UInt8]] = [
            0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
        ]
        guard depths[header.colourType]?.contains(header.depth) == true, header.methods == [0, 0],
            header.interlace < 2
        else { throw ImageFault.unreadable("the header declares a kind of PNG that does not exist") }
        colours.read("IHDR", data)
        var found = try FileStructure(.png, width: width, height: height, isHeldWhole: header.interlace == 1)
        // Palettes become three bands, and one more where a chunk of transparency comes.
        let bands = [0: 1, 2: 3, 3: 4, 4: 2, 6: 4][header.colourType] ?? 4
        found.bytesPerPixel = header.depth == 16 ? 2 * bands : bands
        structure = found
    }
}
