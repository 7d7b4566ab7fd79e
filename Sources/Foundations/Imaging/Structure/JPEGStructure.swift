import Dataset

/// Walks a JPEG file up to the end marker of its picture. A camera may append any amount behind that, such as the film of
/// a motion photo.
struct JPEGStructure<Source: ByteSource> {
    private var segments: JPEGSegments<Source>
    private var structure: FileStructure?
    private var components = 0
    private var scans = 0

    init(_ source: Source) { segments = JPEGSegments(source) }

    /// Scans of one picture. The usual progressive scripts have 10 (12 for CMYK); the format allows thousands, and
    /// each visits all coefficients again, which takes up to 10 ms for 16 megapixels.
    private static var mostScans: Int { 50 }

    mutating func run() throws -> FileStructure {
        while let segment = try segments.next() {
            guard let declared = segment.declared else {
                if segment.marker == 0xD9 { return try end() }
                continue
            }
            if declared < 2 { throw ImageFault.unreadable("a segment declares \(declared) bytes") }
            if !segment.fits {
                throw ImageFault.truncated("a segment declares \(declared) bytes and the file holds fewer")
            }
            try visit(segment)
        }
        if segments.hasTooManyParts {
            throw ImageFault.unreadable(
                "the file is in more than \(JPEGSegments<Source>.mostParts) pieces")
        }
        throw ImageFault.truncated(
            scans == 0 ? "the file ends before its pixels" : "the file ends before its end marker")
    }

    private func end() throws -> FileStructure {
        guard let structure, scans > 0 else { throw ImageFault.unreadable("the file holds no pixels") }
        return structure
    }

    private mutating func visit(_ segment: JPEGSegments<Source>.Segment) throws {
        switch segment.marker {
        case 0xC0, 0xC1, 0xC2: try frame(segment)
        case 0xC3, 0xC7, 0xCB, 0xCF, 0xF7: throw ImageFault.unsupported("a lossless JPEG")
        case 0xC5, 0xC6, 0xCD, 0xCE, 0xDE: throw ImageFault.unsupported("a hierarchical JPEG")
        case 0xC9, 0xCA: throw ImageFault.unsupported("a JPEG with arithmetic coding")
        case 0xDA: try scan(segment)
        default: break
        }
    }

    private mutating func frame(_ segment: JPEGSegments<Source>.Segment) throws {
        guard structure == nil else { throw ImageFault.unreadable("the file has two headers of a picture") }
        guard let frame = JPEGFrame(try segments.parameters(of: segment)),
            [1, 3, 4].contains(frame.components.count)
        else { throw ImageFault.unreadable("the header is not a JPEG's") }
        if frame.depth == 12 { throw ImageFault.unsupported("a JPEG of 12 bits a colour") }
        guard frame.depth == 8 else { throw ImageFault.unreadable("the header is not a JPEG's") }
        if frame.height == 0 {
            throw ImageFault.unsupported("a JPEG whose height stands behind its pixels")
        }
        components = frame.components.count
        structure = try FileStructure(
            .jpeg, width: frame.width, height: frame.height, isHeldWhole: segment.marker == 0xC2)
    }

    private mutating func scan(_ segment: JPEGSegments<Source>.Segment) throws {
        guard let found = structure else { throw ImageFault.unreadable("pixels stand before their header") }
        scans += 1
        if scans > Self.mostScans {
            throw ImageFault.unreadable("the pixels come in more than \(Self.mostScans) scans")
        }
        // A scan of some of the colours: the decoder must wait for the others.
        if try segments.parameters(of: segment, upTo: 1).bigEndian < components {
            structure = try FileStructure(
                .jpeg, width: found.size.width, height: found.size.height, isHeldWhole: true)
        }
    }
}
