import Vips

/// A file that somebody could have put where a picture belongs, and what a check may say to it.
public struct HostileFile: Sendable {
    /// What is wrong with it.
    public let name: String
    /// The file.
    public let bytes: [UInt8]
    /// The rules of which one must name it; with `sound` among them, it may be taken for a picture.
    public let rules: Set<String>

    init(_ name: String, _ rules: String..., bytes: [UInt8]) {
        self.name = name
        self.rules = Set(rules)
        self.bytes = bytes
    }

    /// All kinds.
    public static func all() throws -> [HostileFile] {
        try anything() + png() + jpeg() + webp()
    }

    /// Bytes that repeat for a seed, one after the other.
    public struct Dice: Sendable {
        private var state: UInt64

        /// Dice that always fall the same way.
        public init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

        /// A number below `limit`.
        public mutating func roll(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % limit
        }

        /// Bytes.
        public mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(roll(256)) } }
    }

    /// Sound pictures of some detail, small enough to be decoded thousands of times.
    public enum Sound {
        /// Pixels of noise.
        static func pixels(_ width: Int, _ height: Int, bands: Int = 3) throws -> Picture {
            var dice = Dice(7)
            return try Picture.fromPixels(
                dice.bytes(width * height * bands), width: width, height: height, bands: bands)
        }

        /// A JPEG.
        public static func jpeg(_ width: Int = 64, _ height: Int = 48, progressive: Bool = false) throws
            -> [UInt8]
        {
            try pixels(width, height).encoded(as: .jpeg(quality: 80, progressive: progressive))
        }

        /// A PNG.
        public static func png(_ width: Int = 64, _ height: Int = 48, interlaced: Bool = false) throws
            -> [UInt8]
        {
            try pixels(width, height).encoded(as: .png(compression: 1, interlaced: interlaced))
        }

        /// A lossy WebP, with alpha when it has four bands.
        public static func webp(_ width: Int = 64, _ height: Int = 48, bands: Int = 3) throws -> [UInt8] {
            try pixels(width, height, bands: bands).encoded(as: .webp(quality: 80))
        }
    }

    private static func anything() throws -> [HostileFile] {
        var dice = Dice(1)
        let magic: [(String, [UInt8])] = [
            ("png", PNGParts.signature), ("jpeg", [0xFF, 0xD8, 0xFF]),
            ("webp", Array("RIFF".utf8) + [0, 0x10, 0, 0] + Array("WEBP".utf8)),
        ]
        let gzip: [UInt8] =
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            + [UInt8](repeating: 0xFF, count: 165)
        let html = Array("<!DOCTYPE html><html><body>404</body></html>".utf8)
        let jpeg = try Sound.jpeg()
        return [
            HostileFile("empty", "image-not-an-image", bytes: []),
            HostileFile("one byte", "image-not-an-image", bytes: [0x89]),
            HostileFile("gzip that hangs sniffers", "image-not-an-image", bytes: gzip),
            HostileFile("random bytes", "image-not-an-image", bytes: [0x31] + dice.bytes(5000)),
            HostileFile("zeros", "image-not-an-image", bytes: [UInt8](repeating: 0, count: 1 << 20)),
            HostileFile("html", "image-not-an-image", bytes: html),
            HostileFile("html behind a png signature", "image-unreadable", bytes: PNGParts.signature + html),
            HostileFile("html behind a jpeg signature", "image-truncated", bytes: [0xFF, 0xD8, 0xFF] + html),
            HostileFile(
                "jpeg behind a gif signature", "image-unsupported", bytes: Array("GIF89a".utf8) + jpeg),
            HostileFile("gif behind a jpeg", "sound", bytes: jpeg + Array("GIF89a".utf8) + dice.bytes(500)),
            HostileFile("svg", "image-not-an-image", bytes: Array("<svg onload='x'/>".utf8)),
        ]
            + magic.flatMap { name, start in
                (0..<3).map { round in
                    HostileFile(
                        "random bytes behind a \(name) signature \(round)", "image-unreadable",
                        "image-truncated",
                        "image-unsupported", "image-too-large", bytes: start + dice.bytes(4000 << round))
                }
            }
    }
}
