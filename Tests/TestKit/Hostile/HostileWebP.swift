extension HostileFile {
    static func webp() throws -> [HostileFile] {
        let good = try Sound.webp()
        let extended = try Sound.webp(bands: 4)
        let pixels = Array(good[12...])
        let empty: [UInt8] = Array("abcd".utf8) + [0, 0, 0, 0]
        let flood = Array(repeating: empty, count: 100_000).flatMap { $0 }
        func canvas(_ width: Int, _ height: Int, flags: UInt8 = 0) -> [UInt8] {
            Array("VP8X".utf8) + [10, 0, 0, 0, flags, 0, 0, 0] + low(width - 1, 3) + low(height - 1, 3)
        }
        let frame: [UInt8] =
            Array("ANMF".utf8) + low(16 + pixels.count, 4) + low(0, 6) + low(63, 3) + low(47, 3) + low(100, 3)
            + [0]
            + pixels
        let animation: [UInt8] = Array("ANIM".utf8) + [6, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        var dice = Dice(5)
        return [
            HostileFile(
                "webp: an animation", "image-animated",
                bytes: file(canvas(64, 48, flags: 2) + animation + frame + frame)),
            HostileFile(
                "webp: a canvas of 2^48 pixels", "image-too-large",
                bytes: file(canvas(1 << 24, 1 << 24) + pixels)),
            HostileFile(
                "webp: a canvas of 64 pixels and a frame of 268 megapixels", "image-too-large",
                bytes: file(canvas(64, 48) + lossless(16383, 16383))),
            HostileFile(
                "webp: lossless, 268 megapixels", "image-too-large", bytes: file(lossless(16383, 16383))),
            HostileFile(
                "webp: lossless, 16 megapixels without their pixels", "image-unreadable",
                bytes: file(lossless(4000, 3990))),
            HostileFile(
                "webp: a canvas of another size than the pixels", "image-unreadable",
                bytes: file(canvas(4000, 3000) + pixels)),
            HostileFile(
                "webp: a chunk that promises a gigabyte", "image-truncated",
                bytes: file(pixels[..<4] + low(1 << 30, 4) + pixels[8...])),
            HostileFile("webp: a flood of chunks", "image-unreadable", bytes: file(pixels + flood)),
            HostileFile("webp: no known chunk", "image-unreadable", bytes: file(empty + pixels)),
            HostileFile("webp: a canvas without pixels", "image-unreadable", bytes: file(canvas(64, 48))),
            HostileFile("webp: nothing", "image-unreadable", bytes: file([])),
            HostileFile(
                "webp: garbage for pixels", "image-unreadable", "image-truncated", "sound",
                bytes: good.prefix(40) + dice.bytes(good.count - 40)),
            HostileFile("webp: pixels that end early", "image-unreadable", bytes: file(cut(pixels))),
        ] + cuts("webp", good, [12, 16, 20, 30, good.count / 2, good.count - 1])
            + cuts("webp with alpha", extended, [30, extended.count / 2])
    }

    private static func low(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func file(_ chunks: some Collection<UInt8>) -> [UInt8] {
        Array("RIFF".utf8) + low(chunks.count + 4, 4) + Array("WEBP".utf8) + chunks
    }

    /// The header of a lossless picture, and a few zeros for its pixels.
    private static func lossless(_ width: Int, _ height: Int) -> [UInt8] {
        Array("VP8L".utf8) + low(20, 4) + [0x2F] + low((width - 1) | (height - 1) << 14, 4)
            + [UInt8](repeating: 0, count: 15)
    }

    /// A chunk of half its data, with a length that says so.
    private static func cut(_ chunk: [UInt8]) -> [UInt8] {
        let half = (chunk.count - 8) / 4 * 2
        return chunk[..<4] + low(half, 4) + chunk[8..<(8 + half)]
    }
}
