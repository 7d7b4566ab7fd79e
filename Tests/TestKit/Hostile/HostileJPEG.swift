extension HostileFile {
    static func jpeg() throws -> [HostileFile] {
        let good = try Sound.jpeg(256, 192)
        let progressive = try Sound.jpeg(256, 192, progressive: true)
        var dice = Dice(3)
        let end: [UInt8] = [0xFF, 0xD9]
        let scan = first([0xFF, 0xDA], good)
        let lastScan = Array(progressive[last([0xFF, 0xDA], progressive)...].dropLast(2))
        let flood = Array(repeating: [0xFF, 0xE1, 0, 2] as [UInt8], count: 1_000_000).flatMap { $0 }
        let fill = [UInt8](repeating: 0xFF, count: 8 << 20)
        func inserted(_ bytes: [UInt8], at place: Int) -> [UInt8] { good[..<place] + bytes + good[place...] }
        let marked: [(String, UInt8, String)] = [
            ("lossless", 0xC3, "image-unsupported"), ("hierarchical", 0xC5, "image-unsupported"),
            ("arithmetic", 0xC9, "image-unsupported"), ("progressive arithmetic", 0xCA, "image-unsupported"),
            ("JPEG-LS", 0xF7, "image-unsupported"),
        ]
        return [
            HostileFile(
                "jpeg: cut, with an end put on", "image-truncated",
                bytes: good.prefix(good.count * 6 / 10) + end),
            HostileFile(
                "jpeg: last bytes cut, with an end put on", "image-truncated", bytes: good.dropLast(200) + end
            ),
            HostileFile(
                "jpeg: progressive, cut, with an end put on", "image-truncated", "image-unreadable",
                bytes: progressive.prefix(progressive.count * 6 / 10) + end),
            HostileFile(
                "jpeg: an end in the middle", "image-truncated", bytes: inserted(end, at: good.count / 2)),
            HostileFile(
                "jpeg: garbage for pixels", "sound", "image-unreadable", "image-truncated",
                bytes: good[..<(scan + 20)] + dice.bytes(9000).map { $0 & 0xFE } + end),
            HostileFile(
                "jpeg: 65500 squared, progressive", "image-too-large", bytes: sized(progressive, 65500, 65500)
            ),
            HostileFile("jpeg: 65500 squared", "image-too-large", bytes: sized(good, 65500, 65500)),
            HostileFile(
                "jpeg: 1 x 65500", "image-truncated", "image-unreadable", "sound",
                bytes: sized(good, 1, 65500)),
            HostileFile(
                "jpeg: 16 megapixels without their pixels, progressive", "image-truncated",
                "image-unreadable",
                bytes: sized(progressive, 4000, 3990)),
            HostileFile(
                "jpeg: 49 megapixels without their pixels", "image-truncated", bytes: sized(good, 7000, 7000)),
            HostileFile("jpeg: no pixels wide", "image-unreadable", bytes: sized(good, 0, 100)),
            HostileFile("jpeg: height behind the pixels", "image-unsupported", bytes: sized(good, 100, 0)),
            HostileFile(
                "jpeg: 1000 scans", "image-unreadable",
                bytes: progressive.dropLast(2) + Array(repeating: lastScan, count: 1000).flatMap { $0 } + end),
            HostileFile(
                "jpeg: 40 scans of 16 megapixels", "image-unreadable", "image-truncated",
                bytes: sized(
                    progressive.dropLast(2) + Array(repeating: lastScan, count: 30).flatMap { $0 } + end,
                    4000, 3990)),
            HostileFile("jpeg: a flood of segments", "image-unreadable", bytes: inserted(flood, at: 2)),
            HostileFile("jpeg: deep fill bytes", "image-unreadable", bytes: inserted(fill, at: 2)),
            HostileFile(
                "jpeg: deep fill bytes in the pixels", "image-unreadable",
                bytes: inserted(fill, at: good.count - 2)),
            HostileFile(
                "jpeg: deep zeros in the header", "sound",
                bytes: inserted([0xFF, 0xFE, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 65533), at: 2)),
            HostileFile(
                "jpeg: a segment of one byte", "image-unreadable", bytes: inserted([0xFF, 0xE5, 0, 1], at: 2)),
            HostileFile(
                "jpeg: stray bytes between segments", "sound",
                bytes: inserted([0xFF, 0xE5, 0, 2, 1, 2, 3], at: 2)),
            HostileFile(
                "jpeg: two headers", "image-unreadable",
                bytes: inserted(
                    Array(good[first([0xFF, 0xC0], good)..<first([0xFF, 0xC4], good)]), at: scan)),
            HostileFile("jpeg: without a header", "image-unreadable", bytes: [0xFF, 0xD8] + good[scan...]),
            HostileFile("jpeg: without pixels", "image-unreadable", bytes: good[..<scan] + end),
            HostileFile(
                "jpeg: 12 bits", "image-unsupported",
                bytes: changed(good, first([0xFF, 0xC0], good) + 4, to: 12)),
            HostileFile("jpeg: nested thumbnails", "sound", bytes: nested(good, depth: 5)),
            HostileFile(
                "jpeg: nested thumbnails and cut", "image-truncated",
                bytes: Array(nested(good, depth: 5).prefix(nested(good, depth: 5).count - 9000))),
        ]
            + marked.map { name, marker, rule in
                HostileFile(
                    "jpeg: " + name, rule, bytes: changed(good, first([0xFF, 0xC0], good) + 1, to: marker))
            }
            + cuts(
                "jpeg", good, [4, 10, 21, 100, scan, scan + 8, scan + 300, good.count - 2, good.count - 1])
            + cuts("jpeg progressive", progressive, [scan, progressive.count / 2, progressive.count - 2])
    }

    /// A JPEG whose first segment holds a JPEG whose first segment holds …, small ones inside.
    private static func nested(_ jpeg: [UInt8], depth: Int) -> [UInt8] {
        guard depth > 0, let inside = try? nested(Sound.jpeg(32, 32), depth: depth - 1) else { return jpeg }
        let length = inside.count + 2
        return [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + inside + jpeg.dropFirst(2)
    }

    /// A JPEG that declares another size.
    static func sized(_ jpeg: some Collection<UInt8>, _ width: Int, _ height: Int) -> [UInt8] {
        var bytes = Array(jpeg)
        let frame = [0xC0, 0xC2].map { first([0xFF, $0], bytes) }.min() ?? 0
        bytes.replaceSubrange(
            (frame + 5)..<(frame + 9),
            with: [UInt8(height >> 8), UInt8(height & 0xFF), UInt8(width >> 8), UInt8(width & 0xFF)])
        return bytes
    }

    private static func changed(_ file: [UInt8], _ place: Int, to byte: UInt8) -> [UInt8] {
        var bytes = file
        bytes[place] = byte
        return bytes
    }

    private static func first(_ marker: [UInt8], _ bytes: [UInt8]) -> Int {
        bytes.indices.dropLast().first { bytes[$0] == marker[0] && bytes[$0 + 1] == marker[1] } ?? bytes.count
    }

    private static func last(_ marker: [UInt8], _ bytes: [UInt8]) -> Int {
        bytes.indices.dropLast().last { bytes[$0] == marker[0] && bytes[$0 + 1] == marker[1] } ?? bytes.count
    }
}
