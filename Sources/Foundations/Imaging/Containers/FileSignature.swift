public import Dataset

/// The type of a file by its first bytes, whatever its name is. No decoder runs before this is known: a short file can make
/// the library's own format detection hang.
public enum FileSignature: Sendable, Equatable {
    /// A format that is read.
    case picture(ImageFormat)
    /// A known image format that is not read, by its usual name.
    case unsupported(String)
    /// Something else, described for people: "an HTML page", "a JSON text".
    case other(String)
    /// No bytes at all.
    case empty

    /// Reads the first bytes of a file; 512 are enough.
    public init(_ head: some Collection<UInt8>) {
        let bytes = Array(head.prefix(512))
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }
        if bytes.isEmpty {
            self = .empty
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .picture(.jpeg)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .picture(.png)
        } else if starts("RIFF") && starts("WEBP", at: 8) {
            self = .picture(.webp)
        } else if let name = Self.unsupportedName(bytes, starts) {
            self = .unsupported(name)
        } else {
            self = .other(Self.describe(bytes))
        }
    }

    /// A format's name in a sentence: "a GIF", "an AVIF".
    public static func withArticle(_ name: String) -> String { (name.hasPrefix("A") ? "an " : "a ") + name }

    private static func unsupportedName(_ bytes: [UInt8], _ starts: (String, Int) -> Bool) -> String? {
        if starts("GIF8", 0) { return "GIF" }
        // Bytes 6 to 9 are reserved and zero; bytes 2 to 5 are the file's size.
        if starts("BM", 0) && bytes.count > 14 && bytes[6...9].allSatisfy({ $0 == 0 }) { return "BMP" }
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
            return "TIFF"
        }
        if starts("ftyp", 4) {
            let brand = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
            if brand.hasPrefix("avi") { return "AVIF" }
            // ISO/IEC 23008-12: pictures and their sequences, plain, layered and of several views.
            let high = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"]
            if high.contains(brand) { return "HEIF" }
        }
        if bytes.starts(with: [0xFF, 0x0A])
            || bytes.starts(with: [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20])
        {
            return "JPEG XL"
        }
        if bytes.starts(with: [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20]) { return "JPEG 2000" }
        if starts("8BPS", 0) { return "PSD" }
        return nil
    }

    private static func describe(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            .lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.contains("<body") {
            return "an HTML page"
        }
        if text.hasPrefix("<svg") || (text.hasPrefix("<?xml") && text.contains("<svg")) {
            return "an SVG drawing"
        }
        if text.hasPrefix("<?xml") { return "an XML text" }
        if text.hasPrefix("{") || text.hasPrefix("[") { return "a JSON text" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "gzip data" }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return "a ZIP archive" }
        if bytes.starts(with: Array("%PDF".utf8)) { return "a PDF" }
        let printable = bytes.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
        return printable ? "a text" : "unknown data"
    }
}
