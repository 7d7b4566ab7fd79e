import Dataset

/// A JPEG file, marker by marker up to the end of its picture. A camera may append any amount behind that, such as the
/// film of a motion photo.
struct JPEGWalk {
    private var window: FileWindow
    private let bytes: Int64
    private var structure: FileStructure?
    private var components = 0
    private var scans = 0
    private var odd: Int64 = 0

    init(_ window: FileWindow, _ bytes: Int64) {
        self.window = window
        self.bytes = bytes
    }

    /// Scans of one picture. The usual progressive scripts have 10 (12 for CMYK); the format allows thousands, and
    /// each goes over all coefficients again, which takes up to 10 ms for 16 megapixels.
    static let mostScans = 50

    /// Segments, fill bytes and stray bytes together. An ICC profile has up to 255 segments, extended XMP some hundreds.
    static let mostOdd: Int64 = 4096

    mutating func run() throws -> FileStructure {
        var offset: Int64 = 2
        while let (marker, next) = try self.marker(from: offset) {
            try count(1)
            offset = next
            switch marker {
            case 0x01, 0xD0...0xD8: continue
            case 0xD9: return try end()
            default: break
            }
            let head = Array(try window.read(at: offset, count: 2))
            guard head.count == 2 else { break }
            let length = Int64(head.bigEndian)
            if length < 2 { throw FileStructure.Fault.unreadable("a segment declares \(length) bytes") }
            if offset + length > bytes {
                throw FileStructure.Fault.truncated(
                    "a segment declares \(length) bytes and the file holds fewer")
            }
            try look(at: marker, offset + 2, Int(length) - 2)
            offset += length
            if marker == 0xDA { offset = try endOfScan(from: offset) }
        }
        throw FileStructure.Fault.truncated(
            scans == 0 ? "the file ends before its pixels" : "the file ends before its end marker")
    }

    private func end() throws -> FileStructure {
        guard let structure, scans > 0 else {
            throw FileStructure.Fault.unreadable("the file holds no pixels")
        }
        return structure
    }

    private mutating func count(_ parts: Int64) throws {
        odd += parts
        if odd > Self.mostOdd {
            throw FileStructure.Fault.unreadable("the file is in more than \(Self.mostOdd) pieces")
        }
    }

    /// The next marker and the place behind it. What stands before it is passed over, as the decoder does.
    private mutating func marker(from offset: Int64) throws -> (UInt8, Int64)? {
        var offset = offset
        while let place = try window.place(of: 0xFF, from: offset) {
            guard let code = try window.read(at: place + 1, count: 1).first else { return nil }
            switch code {
            case 0xFF: offset = place + 1
            case 0x00: offset = place + 2
            default: return (code, place + 2)
            }
            try count(1)
        }
        return nil
    }

    /// Coded data holds 0xFF only before a zero, or as a restart marker.
    private mutating func endOfScan(from offset: Int64) throws -> Int64 {
        var offset = offset
        while let place = try window.place(of: 0xFF, from: offset) {
            guard let code = try window.read(at: place + 1, count: 1).first else { return bytes }
            switch code {
            case 0x00, 0xD0...0xD7: offset = place + 2
            case 0xFF:
                try count(1)
                offset = place + 1
            default: return place
            }
        }
        return bytes
    }

    private mutating func look(at marker: UInt8, _ offset: Int64, _ length: Int) throws {
        switch marker {
        case 0xC0, 0xC1, 0xC2: try frame(marker, offset, length)
        case 0xC3, 0xC7, 0xCB, 0xCF, 0xF7: throw FileStructure.Fault.unsupported("a lossless JPEG")
        case 0xC5, 0xC6, 0xCD, 0xCE, 0xDE: throw FileStructure.Fault.unsupported("a hierarchical JPEG")
        case 0xC9, 0xCA: throw FileStructure.Fault.unsupported("a JPEG with arithmetic coding")
        case 0xDA: try scan(offset)
        default: break
        }
    }

    private mutating func frame(_ marker: UInt8, _ offset: Int64, _ length: Int) throws {
        let head = Array(try window.read(at: offset, count: 6))
        guard structure == nil else {
            throw FileStructure.Fault.unreadable("the file has two headers of a picture")
        }
        guard head.count == 6, [1, 3, 4].contains(head[5]), length == 6 + 3 * Int(head[5]) else {
            throw FileStructure.Fault.unreadable("the header is not a JPEG's")
        }
        if head[0] == 12 { throw FileStructure.Fault.unsupported("a JPEG of 12 bits a colour") }
        guard head[0] == 8 else { throw FileStructure.Fault.unreadable("the header is not a JPEG's") }
        let height = head[1...2].bigEndian
        if height == 0 {
            throw FileStructure.Fault.unsupported("a JPEG whose height stands behind its pixels")
        }
        components = Int(head[5])
        structure = try FileStructure(
            .jpeg, width: head[3...4].bigEndian, height: height, isHeldWhole: marker == 0xC2)
    }

    private mutating func scan(_ offset: Int64) throws {
        guard let found = structure else {
            throw FileStructure.Fault.unreadable("pixels stand before their header")
        }
        scans += 1
        if scans > Self.mostScans {
            throw FileStructure.Fault.unreadable("the pixels come in more than \(Self.mostScans) scans")
        }
        // A scan of some of the colours: the decoder must wait for the others.
        if try window.read(at: offset, count: 1).bigEndian < components {
            structure = try FileStructure(
                .jpeg, width: found.size.width, height: found.size.height, isHeldWhole: true)
        }
    }
}
