extension HostileFile {
    static func png() throws -> [HostileFile] {
        typealias P = PNGParts
        let good = try Sound.png()
        let pixels = P.chunk("IDAT", P.zeros(64 * 193))
        let small = P.header(64, 64)
        // The wide ones need a row of pixels, the tall ones a byte and a pixel a row.
        let promise =
            P.signature + P.header(600, 520) + [0x3F, 0xFF, 0xFF, 0xFF] + Array("tEXt".utf8)
            + [UInt8](repeating: 65, count: 16)
        let profile =
            P.number(0x3FFF_FFFC) + Array("lcms".utf8) + [2, 16, 0, 0] + Array("mntrRGB XYZ ".utf8)
        let bomb = P.zeros(256 << 20)
        func headers(_ name: String, _ header: [UInt8], _ rules: String) -> HostileFile {
            HostileFile("png: " + name, rules, bytes: P.file(header, pixels))
        }
        return [
            HostileFile("png: a chunk that promises a gigabyte", "image-truncated", bytes: promise),
            headers("2^31 pixels wide", P.header(1 << 31, 1), "image-unreadable"),
            headers("no pixels wide", P.header(0, 5), "image-unreadable"),
            headers("no pixels high", P.header(5, 0), "image-unreadable"),
            headers("2147483647 squared", P.header(0x7FFF_FFFF, 0x7FFF_FFFF), "image-too-large"),
            headers("1 x 50000000", P.header(1, 50_000_000), "image-too-large"),
            headers("50000000 x 1", P.header(50_000_000, 1), "image-too-large"),
            headers("1 x 1000000", P.header(1, 1_000_000), "image-unreadable"),
            headers("1000000 x 50 without pixels", P.header(1_000_000, 50), "image-unreadable"),
            headers("5000 squared, interlaced", P.header(5000, 5000, interlace: 1), "image-too-large"),
            headers(
                "3990 squared, interlaced, without pixels", P.header(3990, 3990, interlace: 1),
                "image-unreadable"),
            headers(
                "7000 squared without pixels", P.header(7000, 7000, depth: 16, colour: 6), "image-unreadable"),
            headers("3 bits deep", P.header(64, 64, depth: 3), "image-unreadable"),
            headers("palette of 16 bits", P.header(64, 64, depth: 16, colour: 3), "image-unreadable"),
            headers("palette that is missing", P.header(64, 64, colour: 3), "image-unreadable"),
            headers("interlace 7", P.header(64, 64, interlace: 7), "image-unreadable"),
            HostileFile("png: two headers", "image-unreadable", bytes: P.file(small, small, pixels)),
            HostileFile("png: without pixels", "image-unreadable", bytes: P.file(small)),
            HostileFile("png: pixels before the header", "image-unreadable", bytes: P.file(pixels, small)),
            HostileFile(
                "png: for Apple's devices", "image-unsupported",
                bytes: P.file(P.chunk("CgBI", [0, 0, 0, 0]), small)),
            HostileFile(
                "png: pixels that end early", "image-unreadable",
                bytes: P.file(small, P.chunk("IDAT", P.zeros(500)))),
            HostileFile(
                "png: pixels that are no zlib", "image-unreadable",
                bytes: P.file(small, P.chunk("IDAT", [1, 2, 3]))),
            HostileFile(
                "png: pixels that unfold to 512 MB", "image-unreadable", "sound",
                bytes: P.file(small, P.chunk("IDAT", P.zeros(512 << 20)))),
            HostileFile(
                "png: a profile that unfolds to 256 MB", "image-unreadable", "sound",
                bytes: P.file(small, P.chunk("iCCP", [120, 0, 0] + bomb), pixels)),
            HostileFile(
                "png: a profile that declares a gigabyte", "image-unreadable", "sound",
                bytes: P.file(small, P.chunk("iCCP", [120, 0, 0] + profile), pixels)),
            HostileFile(
                "png: a text that unfolds to 256 MB", "image-unreadable", "sound",
                bytes: P.file(small, P.chunk("zTXt", [120, 0, 0] + bomb), pixels)),
            HostileFile(
                "png: 200 texts that unfold to 8 MB each", "image-unreadable",
                bytes: P.file(
                    small,
                    (0..<200).flatMap { _ in P.chunk("zTXt", [120, 0, 0] + P.zeros(7 << 20).prefix(47000)) },
                    pixels)),
            HostileFile(
                "png: 200 international texts", "image-unreadable",
                bytes: P.file(
                    small,
                    (0..<200).flatMap { _ in P.chunk("iTXt", [120, 0, 1, 0, 0, 0] + P.zeros(1 << 20)) },
                    pixels)),
            HostileFile(
                "png: a flood of chunks", "image-unreadable",
                bytes: P.file(
                    small, Array(repeating: P.chunk("aaAa"), count: 1_000_000).flatMap { $0 }, pixels)),
            HostileFile(
                "png: a flood of empty pixels", "image-unreadable",
                bytes: P.file(
                    small, Array(repeating: P.chunk("IDAT"), count: 1_000_000).flatMap { $0 }, pixels)),
            HostileFile(
                "png: an animation", "image-animated",
                bytes: P.file(small, P.chunk("acTL", P.number(1000) + P.number(0)), pixels)),
            HostileFile(
                "png: an animation of one frame", "sound",
                bytes: P.file(small, P.chunk("acTL", P.number(1) + P.number(0)), pixels)),
            HostileFile("png: a bit turned", "image-unreadable", bytes: turned(good, at: good.count / 2)),
        ] + cuts("png", good, [9, 15, 20, 33, 35, 41, 60, good.count / 2, good.count - 12, good.count - 1])
    }

    static func turned(_ file: [UInt8], at place: Int) -> [UInt8] {
        var bytes = file
        bytes[place] ^= 0x10
        return bytes
    }

    static func cuts(_ format: String, _ file: [UInt8], _ places: [Int]) -> [HostileFile] {
        places.map {
            HostileFile("\(format): cut after \($0) bytes", "image-truncated", bytes: Array(file.prefix($0)))
        }
    }
}
