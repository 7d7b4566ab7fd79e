/// A body of `multipart/form-data` (RFC 7578).
struct Multipart {
    /// One of its parts.
    struct Part {
        let name: String
        let isFile: Bool
        let type: String?
        let bytes: ArraySlice<UInt8>

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    let parts: [Part]

    /// Nil when it is none, or broken.
    init?(_ bytes: [UInt8], contentType: String) {
        guard let mark = contentType.firstRange(of: "boundary=") else { return nil }
        let boundary = String(contentType[mark.upperBound...].prefix { $0 != ";" }).trimming(" ").trimming(
            "\"")
        let fence = Array("--\(boundary)".utf8)
        guard bytes.starts(with: fence) else { return nil }
        // Every later fence stands on a line of its own, and its line end belongs to it.
        let later = Array("\r\n--\(boundary)".utf8)
        var parts: [Part] = []
        var rest = bytes[fence.count...]
        while rest.starts(with: Array("\r\n".utf8)) {
            rest = rest.dropFirst(2)
            guard let end = Self.find(later, in: rest), let part = Self.part(rest[..<end]) else { return nil }
            parts.append(part)
            rest = rest[(end + later.count)...]
        }
        guard rest.starts(with: Array("--".utf8)) else { return nil }
        self.parts = parts
    }

    /// The text of a field; nil without it.
    func field(_ name: String) -> String? { parts.first { !$0.isFile && $0.name == name }?.text }

    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        let gap = Array("\r\n\r\n".utf8)
        guard let end = find(gap, in: bytes) else { return nil }
        var headers: [String: String] = [:]
        for line in String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n") {
            let halves = line.split(separator: ":", maxSplits: 1)
            if halves.count == 2 { headers[halves[0].lowercased()] = String(halves[1]).trimming(" ") }
        }
        let disposition = headers["content-disposition"] ?? ""
        return Part(
            name: parameter("name", of: disposition) ?? "",
            isFile: parameter("filename", of: disposition) != nil,
            type: headers["content-type"], bytes: bytes[(end + gap.count)...])
    }

    private static func parameter(_ name: String, of header: String) -> String? {
        guard let mark = header.firstRange(of: "; \(name)=\"") else { return nil }
        return String(header[mark.upperBound...].prefix { $0 != "\"" })
    }

    private static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first else { return nil }
        var rest = bytes
        while let index = rest.firstIndex(of: first) {
            if bytes[index...].starts(with: needle) { return index }
            rest = bytes[(index + 1)...]
        }
        return nil
    }
}
