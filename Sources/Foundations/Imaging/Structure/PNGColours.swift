import Dataset

/// What the chunks of a PNG say about its colours, the profile's content aside, and how a browser applies them (PNG, third
/// edition, 11.3.2 and 4.3, as Chromium does it).
struct PNGColours: Sendable, Equatable {
    /// Whether there is an embedded profile, valid or not.
    private(set) var hasProfile = false
    private var isGrey = false
    private var isClosed = false
    private var isSRGB = false
    /// In 1/100,000, as the chunk holds it: the inverse of a display's gamma.
    private var gamma: Int?
    /// White, red, green and blue, x and y each, in 1/100,000.
    private var chromaticities: [Int]?
    private var codePoints: [UInt8]?

    /// The chunks to read besides the header, in file order, up to the pixels.
    static let chunks: Set = ["PLTE", "iCCP", "sRGB", "gAMA", "cHRM", "cICP"]
    /// How many bytes of a chunk are read.
    static let mostBytes: Int64 = 33

    /// Reads the first bytes of a chunk. A chunk of the wrong length is ignored, as is one that comes twice or behind the
    /// palette.
    mutating func read(_ kind: String, _ data: [UInt8]) {
        if isClosed { return }
        switch (kind, data.count) {
        case ("IHDR", 13): isGrey = data[9] == 0 || data[9] == 4
        case ("PLTE", _): isClosed = true
        case ("iCCP", _): hasProfile = true
        case ("sRGB", 1): isSRGB = isSRGB || data[0] < 4
        case ("gAMA", 4): gamma = gamma ?? data.bigEndian
        case ("cHRM", 32):
            chromaticities = chromaticities ?? (0..<8).map { data[$0 * 4..<$0 * 4 + 4].bigEndian }
        case ("cICP", 4): codePoints = codePoints ?? data
        default: break
        }
    }

    /// The chunks by which a browser shows other colours than those of the numbers taken for sRGB, or than those of the
    /// embedded profile; nil when there are none.
    ///
    /// - Parameter isProfiled: whether the picture has an embedded profile that the decoder let through.
    func unused(isProfiled: Bool) -> String? {
        if let (primaries, transfer) = codes {
            // A profile beside it usually means the same; but it can't describe these two HDR transfers (PQ and HLG).
            let isHDR = transfer == 16 || transfer == 18
            let isPlain = (primaries == 1 || isGrey) && (transfer == 13 || transfer == 4)
            if isPlain || (isProfiled && !isHDR) { return nil }
            return "cICP (primaries \(primaries), transfer \(transfer))"
        }
        // cHRM alone is ignored; both are where one of them is impossible.
        guard !isProfiled, !isSRGB, let gamma, gamma > 0, chromaticities.map(Self.areReal) ?? true else {
            return nil
        }
        let differing = [
            Self.isNearSRGB(gamma: gamma) ? nil : "gAMA (a gamma of \((100_000 / Double(gamma)).text(2)))",
            isGrey || chromaticities.map(Self.areNearSRGB) ?? true
                ? nil : "cHRM (other primaries than those of sRGB)",
        ].compactMap(\.self)
        return differing.isEmpty ? nil : differing.joined(separator: " and ")
    }

    /// Primaries and transfer, where a browser knows both and they are of RGB in the full range (ITU-T H.273).
    private var codes: (primaries: UInt8, transfer: UInt8)? {
        guard let codePoints, codePoints[2] == 0, codePoints[3] == 1 else { return nil }
        let (primaries, transfer) = (codePoints[0], codePoints[1])
        let isKnown =
            [1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22].contains(primaries)
            && [1, 4, 5, 6, 7, 8, 11, 13, 14, 15, 16, 17, 18].contains(transfer)
        return isKnown ? (primaries, transfer) : nil
    }

    /// Within the 5 % that libpng, and Chromium with it, treats as equal.
    private static func isNearSRGB(gamma: Int) -> Bool { (0.95...1.05).contains(Double(gamma) / 45_455) }

    private static func areNearSRGB(_ chromaticities: [Int]) -> Bool {
        let sRGB = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
        return zip(chromaticities, sRGB).allSatisfy { abs($0 - $1) <= 500 }
    }

    /// Whether these are real colours, and the three primaries do not lie on a line.
    private static func areReal(_ chromaticities: [Int]) -> Bool {
        let points = (0..<4).map { (x: chromaticities[$0 * 2], y: chromaticities[$0 * 2 + 1]) }
        let (red, green, blue) = (points[1], points[2], points[3])
        return points.allSatisfy { $0.x <= 100_000 && $0.y > 0 && $0.y <= 100_000 - $0.x }
            && (green.x - red.x) * (blue.y - red.y) != (blue.x - red.x) * (green.y - red.y)
    }
}
