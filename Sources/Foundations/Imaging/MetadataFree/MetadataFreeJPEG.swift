import Dataset

extension MetadataFreeImage {
    /// A JPEG of 8 bits and three bands of Y, Cb and Cr, Huffman-coded, in one scan or several. Tables, scans, a JFIF header
    /// without a thumbnail, and Adobe's marker of the colour transform are allowed.
    static func jpegSize(_ file: [UInt8]) throws(ExtraneousData) -> PixelSize {
        guard file.starts(with: [0xFF, 0xD8]) else { throw ExtraneousData("it is no JPEG") }
        var segments = JPEGSegments(MemoryBytes(file))
        var size: PixelSize?
        var hasScan = false
        while let segment = segments.next() {
            guard !segment.followsStrayBytes else {
                throw ExtraneousData("there is something between its parts")
            }
            if segment.marker == 0xD9 {
                guard let size, hasScan else { throw ExtraneousData("it has no pixels") }
                let left = Int64(file.count) - segments.offset
                guard left == 0 else { throw ExtraneousData("\(left) bytes stand behind its end") }
                return size
            }
            guard segment.fits, segment.declared ?? 2 >= 2 else { throw endsEarly }
            let parameters = segments.parameters(of: segment)
            switch segment.marker {
            case 0xC4, 0xDB, 0xDD:
                // Huffman tables, quantisation tables, the interval of restarts.
                continue
            case 0xC0, 0xC1, 0xC2:
                guard size == nil else { throw ExtraneousData("it begins twice") }
                size = try frameSize(parameters)
            case 0xDA:
                guard size != nil else { throw ExtraneousData("its pixels begin before its header") }
                hasScan = true
            case 0xE0 where isJFIF(parameters), 0xEE where isAdobe(parameters):
                guard size == nil else { throw ExtraneousData("it carries a late marker") }
            default:
                throw ExtraneousData(
                    "it carries a marker \(String(segment.marker, radix: 16)) that it should not")
            }
        }
        throw endsEarly
    }

    private static func frameSize(_ parameters: [UInt8]) throws(ExtraneousData) -> PixelSize {
        guard let frame = JPEGFrame(parameters), frame.depth == 8, frame.components.count == 3 else {
            throw ExtraneousData("it does not have three bands of 8 bits")
        }
        // Some decoders read other component numbers as RGB, where nothing else says what they are.
        guard frame.components == [1, 2, 3] else { throw ExtraneousData("its bands are not Y, Cb and Cr") }
        return PixelSize(width: frame.width, height: frame.height)
    }

    /// Version, density, and a thumbnail of 0 by 0 pixels.
    private static func isJFIF(_ parameters: [UInt8]) -> Bool {
        parameters.count == 14 && parameters.starts(with: Array("JFIF\0".utf8))
            && parameters.suffix(2) == [0, 0]
    }

    /// Two bytes of version, four of flags, and 1 for Y, Cb and Cr.
    private static func isAdobe(_ parameters: [UInt8]) -> Bool {
        parameters.count == 12 && parameters.starts(with: Array("Adobe".utf8)) && parameters.last == 1
    }
}
