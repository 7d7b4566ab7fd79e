import Dataset

/// A PNG file, chunk by chunk: length, name, data, check sum.
struct PNGWalk {
    private var window: FileWindow
    private let bytes: Int64
    private var structure: FileStructure?
    private var holdsPixels = false
    private var colours = PNGColours()
    private var chunks: Int64 = 0
    private var foldedTexts = (count: 0, bytes: 0)

    init(_ window: FileWindow, _ bytes: Int64) {
        self.window = window
        self.bytes = bytes
    }

    /// How many chunks a file may have: encoders write pixels in pieces of 8 KiB and more, and a thousand chunks of
    /// other kinds are more than any picture has.
    private var mostChunks: Int64 { 1000 + bytes / 1024 }

    /// Texts that libpng unfolds, up to 8 MB each and three times over: as many, and as many folded bytes of them, as
    /// need no more than a third of a second. A file is refused that is above both.
    private static let mostTexts = (count: 8, bytes: 1 << 16)

    mutating func run() throws -> FileStructure {
        var offset: Int64 = 8
        while offset < bytes {
            let head = Array(try window.read(at: offset, count: 8))
            guard head.count == 8 else {
                throw FileStructure.Fault.truncated("the file ends inside a chunk's header")
            }
            let length = Int64(head[..<4].bigEndian)
            let kind = String(decoding: head[4...], as: UTF8.self)
            if structure == nil, kind != "IHDR" {
                if kind == "CgBI" {
                    throw FileStructure.Fault.unsupported("a PNG made over for Apple's devices (CgBI)")
                }
                throw FileStructure.Fault.unreadable("the first chunk is not a PNG's")
            }
            let left = bytes - offset - 12
            if length > left {
                let printable = kind.allSatisfy { $0.isASCII && $0.isLetter } ? kind : "unnamed"
                throw FileStructure.Fault.truncated(
                    "the \(printable) chunk declares \(length) bytes and the file holds only \(max(0, left)) more"
                )
            }
            chunks += 1
            if chunks > mostChunks {
                throw FileStructure.Fault.unreadable("the file is in more than \(mostChunks) pieces")
            }
            if kind == "IEND" { return try end() }
            try look(at: kind, offset + 8, length)
            offset += 12 + length
        }
        throw FileStructure.Fault.truncated("the file ends before its IEND chunk")
    }

    private func end() throws -> FileStructure {
        guard var structure, holdsPixels else {
            throw FileStructure.Fault.unreadable("the file holds no pixels")
        }
        structure.colours = colours
        return structure
    }

    private mutating func look(at kind: String, _ offset: Int64, _ length: Int64) throws {
        switch kind {
        case "IHDR": try header(offset, length)
        case "IDAT": holdsPixels = true
        case "acTL" where !holdsPixels:
            let frames = try window.read(at: offset, count: 4).bigEndian
            guard length >= 4, frames > 1 else { break }
            // "0 is not a valid value", and a number has 31 bits.
            guard frames < 1 << 31 else {
                throw FileStructure.Fault.unreadable(
                    "the file declares \(frames) frames, which none can have")
            }
            throw FileStructure.Fault.animated(frames: frames)
        case "zTXt": try text(length)
        case "iTXt":
            // Behind the keyword, of at most 79 bytes, and its zero stands whether the text is folded.
            let start = Array(try window.read(at: offset, count: Int(min(length, 81))))
            if let zero = start.firstIndex(of: 0), zero + 1 < start.count, start[zero + 1] != 0 {
                try text(length)
            }
        case _ where PNGColours.chunks.contains(kind) && !holdsPixels:
            let data = try window.read(at: offset, count: Int(min(length, PNGColours.mostBytes)))
            colours.read(kind, Array(data))
        default: break
        }
    }

    private mutating func text(_ length: Int64) throws {
        foldedTexts.count += 1
        foldedTexts.bytes += Int(length)
        if foldedTexts.count > Self.mostTexts.count && foldedTexts.bytes > Self.mostTexts.bytes {
            throw FileStructure.Fault.unreadable(
                "the file holds more compressed texts than a picture has use for")
        }
    }

    private mutating func header(_ offset: Int64, _ length: Int64) throws {
        guard structure == nil, length == 13 else {
            throw FileStructure.Fault.unreadable("the header is not a PNG's")
        }
        let head = Array(try window.read(at: offset, count: 13))
        let width = head[..<4].bigEndian
        let height = head[4..<8].bigEndian
        // "Zero is an invalid value"; and a side has 31 bits.
        guard max(width, height) < 1 << 31 else {
            let size = PixelSize(width: width, height: height)
            throw FileStructure.Fault.unreadable("the file declares a size of \(size)")
        }
        let depths: [UInt8: [UInt8]] = [
            0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
        ]
        guard depths[head[9]]?.contains(head[8]) == true, head[10] == 0, head[11] == 0, head[12] < 2 else {
            throw FileStructure.Fault.unreadable("the header declares a kind of PNG that does not exist")
        }
        colours.read("IHDR", head)
        var found = try FileStructure(.png, width: width, height: height, isHeldWhole: head[12] == 1)
        // Palettes become three bands, and one more where a chunk of transparency comes.
        let bands = [0: 1, 2: 3, 3: 4, 4: 2, 6: 4][head[9]] ?? 4
        found.bytesPerPixel = head[8] == 16 ? 2 * bands : bands
        structure = found
    }
}
