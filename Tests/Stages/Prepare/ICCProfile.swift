import Foundation

/// A small colour profile, put together by hand (ICC.1, version 2).
struct ICCProfile {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Three primaries and one curve.
    static let adobeRGB = ICCProfile(
        space: "RGB ",
        tags: [
            ("wtpt", xyz(0.9642, 1, 0.8249)), ("rXYZ", xyz(0.60974, 0.31111, 0.01947)),
            ("gXYZ", xyz(0.20528, 0.62567, 0.06087)), ("bXYZ", xyz(0.14919, 0.06322, 0.74457)),
            ("rTRC", curve(2.19921875)), ("gTRC", curve(2.19921875)), ("bTRC", curve(2.19921875)),
        ])

    /// Grey whose numbers are amounts of light.
    static let linearGrey = ICCProfile(
        space: "GRAY", tags: [("wtpt", xyz(0.9642, 1, 0.8249)), ("kTRC", curve(1))])

    private init(space: String, tags: [(String, [UInt8])]) {
        var table = Self.big(tags.count)
        var data: [UInt8] = []
        for (name, content) in tags {
            table +=
                Array(name.utf8) + Self.big(128 + 4 + tags.count * 12 + data.count) + Self.big(content.count)
            data += content
        }
        var head = Self.big(128 + table.count + data.count) + [0, 0, 0, 0, 2, 0x40, 0, 0]
        head += Array(("mntr" + space + "XYZ ").utf8) + [UInt8](repeating: 0, count: 12) + Array("acsp".utf8)
        head += [UInt8](repeating: 0, count: 68 - head.count) + Self.xyz(0.9642, 1, 0.8249).dropFirst(8)
        bytes = head + [UInt8](repeating: 0, count: 128 - head.count) + table + data
    }

    /// A JPEG with it, in one segment behind the first two bytes.
    func embedded(in file: [UInt8]) -> [UInt8] {
        let content = Array("ICC_PROFILE\0".utf8) + [1, 1] + bytes
        let length = content.count + 2
        return Array(file.prefix(2)) + [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 0xFF)] + content
            + file.dropFirst(2)
    }

    /// By the definitions of both spaces alone; both have the same white.
    static func adobeToSRGB(_ pixel: [UInt8]) -> [Int] {
        let light = pixel.map { pow(Double($0) / 255, 2.19921875) }
        // From Adobe's primaries to those of sRGB, which share red and blue's place nearly.
        let matrix = [[1.39836, -0.39836, 0], [0, 1, 0], [0, -0.04293, 1.04293]]
        return matrix.map { row in
            let value = min(1, max(0, zip(row, light).map { $0 * $1 }.reduce(0, +)))
            let coded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
            return Int((coded * 255).rounded())
        }
    }

    private static func big(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Numbers with sixteen bits below the point.
    private static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
        Array("XYZ \0\0\0\0".utf8) + [x, y, z].flatMap { big(Int(($0 * 65536).rounded())) }
    }

    /// One power, with eight bits below the point.
    private static func curve(_ gamma: Double) -> [UInt8] {
        let value = Int((gamma * 256).rounded())
        return Array("curv\0\0\0\0".utf8) + big(1) + [UInt8(value >> 8), UInt8(value & 0xFF), 0, 0]
    }
}

/// Deflate without compression: bytes as they are, in a zlib stream.
enum Zlib {
    /// Up to 65,535 bytes in one block.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8))
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        let sum = [b >> 8, b & 0xFF, a >> 8, a & 0xFF].map { UInt8($0) }
        return [0x78, 0x01, 1, low, high, ~low, ~high] + bytes + sum
    }
}
