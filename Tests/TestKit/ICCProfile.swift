import Foundation

/// A small colour profile, put together by hand (ICC.1).
public struct ICCProfile: Sendable {
    /// The whole profile.
    public let bytes: [UInt8]

    /// Bytes that may be no profile.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Three primaries and one curve.
    public static let adobeRGB = ICCProfile(
        space: "RGB ",
        tags: [
            ("wtpt", xyz(0.9642, 1, 0.8249)), ("rXYZ", xyz(0.60974, 0.31111, 0.01947)),
            ("gXYZ", xyz(0.20528, 0.62567, 0.06087)), ("bXYZ", xyz(0.14919, 0.06322, 0.74457)),
            ("rTRC", curve(2.19921875)), ("gTRC", curve(2.19921875)), ("bTRC", curve(2.19921875)),
        ])

    /// Grey whose numbers are amounts of light.
    public static let linearGrey = ICCProfile(
        space: "GRAY", tags: [("wtpt", xyz(0.9642, 1, 0.8249)), ("kTRC", curve(1))])

    /// Of these tags.
    ///
    /// - Parameters:
    ///   - space: four letters for the numbers that go in.
    ///   - kind: four letters for the class: `mntr` a display, `scnr` an input device, `prtr` an output device, `link` …
    ///   - connection: four letters for what comes out.
    ///   - name: what it calls itself; nil for no name.
    public init(
        space: String, kind: String = "mntr", connection: String = "XYZ ", version: UInt8 = 2,
        name: String? = nil, tags: [(String, [UInt8])]
    ) {
        let tags = tags + (name.map { [("desc", version < 4 ? Self.ascii($0) : Self.localised($0))] } ?? [])
        var table = Self.big(tags.count)
        var data: [UInt8] = []
        for (name, content) in tags {
            table +=
                Array(name.utf8) + Self.big(128 + 4 + tags.count * 12 + data.count) + Self.big(content.count)
            data += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        }
        var head = Self.big(128 + table.count + data.count) + [0, 0, 0, 0, version, 0x40, 0, 0]
        head +=
            Array((kind + space + connection).utf8) + [UInt8](repeating: 0, count: 12) + Array("acsp".utf8)
        head += [UInt8](repeating: 0, count: 68 - head.count) + Self.xyz(0.9642, 1, 0.8249).dropFirst(8)
        bytes = head + [UInt8](repeating: 0, count: 128 - head.count) + table + data
    }

    /// A JPEG with it, in one segment behind the first two bytes.
    public func embedded(in file: [UInt8]) -> [UInt8] {
        let content = Array("ICC_PROFILE\0".utf8) + [1, 1] + bytes
        let length = content.count + 2
        return Array(file.prefix(2)) + [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 0xFF)] + content
            + file.dropFirst(2)
    }

    /// A PNG with it, behind the header.
    public func embedded(inPNG file: [UInt8]) -> [UInt8] {
        Array(file.prefix(33)) + PNGParts.chunk("iCCP", Array("x\0\0".utf8) + Zlib.stored(bytes))
            + file.dropFirst(33)
    }

    /// By the definitions of both spaces alone; both have the same white.
    public static func adobeToSRGB(_ pixel: [UInt8]) -> [Int] {
        let light = pixel.map { pow(Double($0) / 255, 2.19921875) }
        // From Adobe's primaries to those of sRGB, which share red and blue's place nearly.
        let matrix = [[1.39836, -0.39836, 0], [0, 1, 0], [0, -0.04293, 1.04293]]
        return matrix.map { row in
            let value = min(1, max(0, zip(row, light).map { $0 * $1 }.reduce(0, +)))
            let coded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
            return Int((coded * 255).rounded())
        }
    }

    static func big(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Numbers with sixteen bits below the point.
    static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
        Array("XYZ \0\0\0\0".utf8) + [x, y, z].flatMap { big(Int(($0 * 65536).rounded())) }
    }

    /// One power, with eight bits below the point.
    private static func curve(_ gamma: Double) -> [UInt8] {
        let value = Int((gamma * 256).rounded())
        return Array("curv\0\0\0\0".utf8) + big(1) + [UInt8(value >> 8), UInt8(value & 0xFF), 0, 0]
    }

    /// A name as version 2 writes it.
    private static func ascii(_ name: String) -> [UInt8] {
        Array("desc\0\0\0\0".utf8) + big(name.utf8.count + 1) + Array(name.utf8)
            + [UInt8](repeating: 0, count: 79)
    }

    /// A name as version 4 writes it: of one language, in UTF-16.
    private static func localised(_ name: String) -> [UInt8] {
        let units = name.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return Array("mluc\0\0\0\0".utf8) + big(1) + big(12) + Array("enUS".utf8) + big(units.count) + big(28)
            + units
    }
}
