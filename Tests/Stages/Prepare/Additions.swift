import Dataset

/// Files with something added that a plain picture does not have. Decoders pass over all of it.
enum Additions {
    static func all(_ file: [UInt8], _ format: ImageFormat) -> [(String, [UInt8])] {
        switch format {
        case .jpeg: jpeg(file)
        case .png: png(file)
        case .webp: webp(file)
        }
    }

    /// EXIF with one GPS tag, the latitude's reference, big endian.
    static let gps: [UInt8] =
        [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]
        + [0, 1, 0, 1, 0, 2, 0, 0, 0, 2, 0x4E, 0, 0, 0, 0, 0, 0, 0]

    static let xmp = Array("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".utf8)

    private static func jpeg(_ file: [UInt8]) -> [(String, [UInt8])] {
        func with(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
            let length = content.count + 2
            let head: [UInt8] = [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
            return Array(file.prefix(2)) + head + content + file.dropFirst(2)
        }
        return [
            ("GPS", with(0xE1, Array("Exif\0\0".utf8) + gps)),
            ("XMP", with(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + xmp)),
            ("IPTC", with(0xED, Array("Photoshop 3.0\0".utf8))),
            ("a comment", with(0xFE, Array("hello".utf8))),
            ("a JFIF extension", with(0xE0, Array("JFXX\0\u{13}".utf8))),
            ("another program's part", with(0xEB, Array("HDR_RI ver=11\0".utf8))),
            ("bytes behind the end", file + [0, 1, 2]),
            ("a second picture behind the end", file + file),
            ("filling", Array(file.prefix(2)) + [0xFF] + file.dropFirst(2)),
        ]
    }

    private static func png(_ file: [UInt8]) -> [(String, [UInt8])] {
        func with(_ name: String, _ content: [UInt8]) -> [UInt8] {
            // Behind the signature and the header.
            Array(file.prefix(33)) + chunk(name, content) + file.dropFirst(33)
        }
        return [
            ("GPS", with("eXIf", gps)),
            ("XMP", with("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + xmp)),
            ("a text", with("tEXt", Array("Comment\0hello".utf8))),
            ("a gamma", with("gAMA", [0, 0, 0xB1, 0x8F])),
            ("a transparent colour", with("tRNS", [0, 1, 0, 2, 0, 3])),
            ("a time", with("tIME", [7, 0xE8, 1, 1, 0, 0, 0])),
            ("something of another's", with("prVt", [1, 2, 3])),
            ("bytes behind the end", file + [0]),
        ]
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return big(UInt32(content.count)) + named + big(crc(named))
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// The sum that PNG puts behind each chunk.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
            }
        }
    }

    private static func webp(_ file: [UInt8]) -> [(String, [UInt8])] {
        func riff(_ chunks: [UInt8]) -> [UInt8] {
            Array("RIFF".utf8) + little(chunks.count + 4) + Array("WEBP".utf8) + chunks
        }
        func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
            Array(name.utf8) + little(content.count) + content + (content.count % 2 == 0 ? [] : [0])
        }
        let pixels = Array(file.dropFirst(12))
        // Flags, and the sides less one in three bytes each: 512 by 512.
        func extended(_ flags: UInt8) -> [UInt8] { part("VP8X", [flags, 0, 0, 0, 0xFF, 1, 0, 0xFF, 1, 0]) }
        return [
            ("GPS", riff(extended(8) + pixels + part("EXIF", gps))),
            ("XMP", riff(extended(4) + pixels + part("XMP ", xmp))),
            ("the extended form", riff(extended(0) + pixels)),
            ("something of another's", riff(pixels + part("abcd", [1, 2]))),
            ("bytes behind the end", file + [0, 0]),
        ]
    }

    private static func little(_ value: Int) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
