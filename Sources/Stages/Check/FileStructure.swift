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
        var window = FileWindow(path)
        var offset: Int64 = 8
        while offset < bytes {
            let head = Array(try window.read(at: offset, count: 8))
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

    /// Walks the segments up to the first scan, so that the end marker of a thumbnail is not taken for the
    /// picture's; from there on an end marker is the picture's own, since coded data never holds one. A
    /// camera may append any amount behind it, such as the film of a motion photo.
    private static func jpegFault(_ path: String, _ bytes: Int64) throws -> String? {
        var window = FileWindow(path)
        var offset: Int64 = 2
        while true {
            let head = Array(try window.read(at: offset, count: 4))
            guard head.count == 4 else { return "the file ends before its pixels" }
            let length = Int64(head[2]) << 8 | Int64(head[3])
            // What is no segment is the decoder's to judge.
            guard head[0] == 0xFF else { break }
            switch head[1] {
            case 0xFF: offset += 1
            case 0x01, 0xD0...0xD8: offset += 2
            default:
                let end = offset + 2 + length
                if end > bytes { return "a segment declares \(length) bytes and the file holds fewer" }
                offset = end
            }
            if head[1] == 0xDA { break }
        }
        return try holdsEndMarker(path, from: offset) ? nil : "the file ends before its end marker"
    }

    private static func holdsEndMarker(_ path: String, from start: Int64) throws -> Bool {
        var offset = start
        while true {
            let piece = try FileBytes.read(path, at: offset, count: 1 << 18)
            if zip(piece, piece.dropFirst()).contains(where: { $0 == 0xFF && $1 == 0xD9 }) { return true }
            if piece.count < 1 << 18 { return false }
            // The marker may lie across two pieces.
            offset += Int64(piece.count) - 1
        }
    }
}
