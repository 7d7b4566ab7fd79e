import Dataset
import Store

/// The structure of a picture's file, walked without a decoder: a PNG chunk that declares more than the
/// file holds makes the library allocate what was declared, so lengths are held against the file first.
enum FileStructure {
    /// What is wrong with the structure; nil when the file is as long as it says.
    static func fault(of path: String, _ format: ImageFormat, bytes: Int64) throws -> String? {
        switch format {
        case .png: try pngFault(path, bytes)
        case .webp: try webpFault(path, bytes)
        case .jpeg: try jpegFault(path, bytes)
        }
    }

    private static func pngFault(_ path: String, _ bytes: Int64) throws -> String? {
        var offset: Int64 = 8
        while offset < bytes {
            let head = try FileBytes.read(path, at: offset, count: 8)
            guard head.count == 8 else { return "the file ends inside a chunk's header" }
            let length = head[..<4].reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let kind = String(decoding: head[4...], as: UTF8.self)
            let printable = kind.allSatisfy { $0.isASCII && $0.isLetter } ? kind : "unnamed"
            let left = bytes - offset - 12
            if length > left {
                return
                    "the \(printable) chunk declares \(length) bytes and the file holds only \(max(0, left)) more"
            }
            if kind == "IEND" { return nil }
            offset += 12 + length
        }
        return "the file ends before its IEND chunk"
    }

    private static func webpFault(_ path: String, _ bytes: Int64) throws -> String? {
        let head = try FileBytes.read(path, count: 12)
        guard head.count == 12 else { return "the file ends inside its header" }
        let declared =
            Int64(head[4]) | Int64(head[5]) << 8 | Int64(head[6]) << 16 | Int64(head[7]) << 24
        return declared + 8 > bytes ? "the file declares \(declared + 8) bytes and holds \(bytes)" : nil
    }

    /// A JPEG's end marker may be followed by whatever a camera appends; one that is nowhere behind the last
    /// half megabyte's start was cut off.
    private static func jpegFault(_ path: String, _ bytes: Int64) throws -> String? {
        let span = min(bytes, 1 << 19)
        let tail = try FileBytes.read(path, at: bytes - span, count: Int(span))
        let ends = zip(tail, tail.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
        return ends ? nil : "the file ends before its end marker"
    }
}
