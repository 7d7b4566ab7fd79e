import Dataset

/// A WebP file, chunk by chunk: name, length, data, and a byte more where the length is odd.
struct WebPWalk {
    private var window: FileWindow
    private let bytes: Int64
    private var structure: FileStructure?
    private var holdsPixels = false
    private var frames = 0

    init(_ window: FileWindow, _ bytes: Int64) {
        self.window = window
        self.bytes = bytes
    }

    /// A still has about six: header, profile, alpha, pixels, EXIF, XMP; an animation one a frame.
    static let mostChunks = 4096

    mutating func run() throws -> FileStructure {
        let head = Array(try window.read(at: 0, count: 12))
        guard head.count == 12 else { throw FileStructure.Fault.truncated("the file ends inside its header") }
        let end = Int64(head[4..<8].littleEndian) + 8
        if end > bytes {
            throw FileStructure.Fault.truncated("the file declares \(end) bytes and holds \(bytes)")
        }
        var offset: Int64 = 12
        var chunks = 0
        while offset + 8 <= end {
            let head = Array(try window.read(at: offset, count: 8))
            let length = Int64(head[4...].littleEndian)
            let kind = String(decoding: head[..<4], as: UTF8.self)
            if length > end - offset - 8 {
                throw FileStructure.Fault.truncated(
                    "a chunk declares \(length) bytes and the file holds only \(end - offset - 8) more")
            }
            chunks += 1
            if chunks > Self.mostChunks {
                throw FileStructure.Fault.unreadable("the file is in more than \(Self.mostChunks) pieces")
            }
            try look(at: kind, offset + 8, length)
            offset += 8 + length + length % 2
        }
        if frames > 1 { throw FileStructure.Fault.animated(frames: frames) }
        guard let structure, holdsPixels else {
            throw FileStructure.Fault.unreadable("the file holds no pixels")
        }
        return structure
    }

    private mutating func look(at kind: String, _ offset: Int64, _ length: Int64) throws {
        switch kind {
        case "VP8X":
            let head = Array(try window.read(at: offset, count: 10))
            guard length >= 10, structure == nil else { break }
            try size(head[4..<7].littleEndian + 1, head[7..<10].littleEndian + 1)
        case "VP8 ":
            let head = Array(try window.read(at: offset, count: 10))
            guard length >= 10, head[3...5].elementsEqual([0x9D, 0x01, 0x2A]) else { break }
            holdsPixels = true
            try size(head[6...7].littleEndian & 0x3FFF, head[8...9].littleEndian & 0x3FFF)
        case "VP8L":
            let head = Array(try window.read(at: offset, count: 5))
            guard length >= 5, head[0] == 0x2F else { break }
            holdsPixels = true
            let sides = head[1...].littleEndian
            try size((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1)
        case "ANMF":
            holdsPixels = true
            frames += 1
            let head = Array(try window.read(at: offset, count: 12))
            guard length >= 12 else { break }
            try size(head[6..<9].littleEndian + 1, head[9..<12].littleEndian + 1)
        default: break
        }
        if structure == nil { throw FileStructure.Fault.unreadable("the first chunk is not a WebP's") }
    }

    /// The size of the canvas counts, which stands first; but each part must be within the limits as well.
    private mutating func size(_ width: Int, _ height: Int) throws {
        let found = try FileStructure(.webp, width: width, height: height, isHeldWhole: true)
        structure = structure ?? found
    }
}
