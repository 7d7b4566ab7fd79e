import Dataset

extension PlainPicture {
    /// A JPEG of 8 bits and three bands of Y, Cb and Cr, Huffman-coded, in one scan or several. Beside tables and scans
    /// may stand what says JFIF, without a small picture in it, and what Adobe's programs say of the bands.
    static func plainJPEG(_ file: [UInt8]) throws(Impurity) -> PixelSize {
        var reader = PlainReader(file)
        guard try reader.big(2) == 0xFFD8 else { throw Impurity("it is no JPEG") }
        var size: PixelSize?
        var hasScan = false
        while true {
            guard try reader.byte() == 0xFF else { throw Impurity("there is something between its parts") }
            let marker = try reader.byte()
            if marker == 0xD9 { break }
            let length = try reader.big(2)
            let part = Array(try reader.take(length - 2))
            switch marker {
            case 0xC4, 0xDB, 0xDD:
                // Huffman tables, quantisation tables, the interval of restarts.
                continue
            case 0xC0, 0xC1, 0xC2:
                guard size == nil else { throw Impurity("it begins twice") }
                size = try frame(part)
            case 0xDA:
                guard size != nil else { throw Impurity("its pixels begin before its header") }
                hasScan = true
                skipScan(&reader)
            case 0xE0 where isJFIF(part), 0xEE where isAdobe(part):
                guard size == nil else { throw Impurity("it carries a late marker") }
            default:
                throw Impurity("it carries a marker \(String(marker, radix: 16)) that it should not")
            }
        }
        guard let size, hasScan else { throw Impurity("it has no pixels") }
        guard reader.left == 0 else { throw Impurity("\(reader.left) bytes stand behind its end") }
        return size
    }

    /// The header of a frame: bits, height, width, and three bytes for each band.
    private static func frame(_ part: [UInt8]) throws(Impurity) -> PixelSize {
        guard part.count == 15, part[0] == 8, part[5] == 3 else {
            throw Impurity("it does not have three bands of 8 bits")
        }
        // Other numbers are read as RGB by some decoders, where nothing else says what they are.
        guard [part[6], part[9], part[12]] == [1, 2, 3] else {
            throw Impurity("its bands are not Y, Cb and Cr")
        }
        return PixelSize(
            width: Int(part[3]) << 8 | Int(part[4]), height: Int(part[1]) << 8 | Int(part[2]))
    }

    /// Version, density, and a small picture of 0 by 0 pixels.
    private static func isJFIF(_ part: [UInt8]) -> Bool {
        part.count == 14 && part.starts(with: Array("JFIF\0".utf8)) && part.suffix(2) == [0, 0]
    }

    /// Two bytes of version, four of flags, and 1 for Y, Cb and Cr.
    private static func isAdobe(_ part: [UInt8]) -> Bool {
        part.count == 12 && part.starts(with: Array("Adobe".utf8)) && part.last == 1
    }

    /// Goes on to the next marker that is no restart; 0xFF 0x00 is a value of 255.
    private static func skipScan(_ reader: inout PlainReader) {
        let end = reader.bytes.count
        var at = reader.at
        reader.bytes.withUnsafeBufferPointer { bytes in
            while at + 1 < end {
                if bytes[at] == 0xFF, bytes[at + 1] != 0, !(0xD0...0xD7).contains(bytes[at + 1]) { break }
                at += 1
            }
        }
        reader.at = min(at, end)
    }
}
