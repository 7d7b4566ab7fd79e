import Dataset
import TestKit
import Vips

@testable import Check

extension RuleCase {
    static let pictureCases: [RuleCase] = [
        pictures("image-too-small", { [try Files.jpeg(600, 511)] }, { [try Files.jpeg(512, 512)] }),
        pictures("image-upscaled", { [try Files.jpeg(300, 255)] }, { [try Files.jpeg(300, 256)] }),
        pictures("image-extreme-aspect", { [try Files.jpeg(1500, 520)] }, { [try Files.jpeg(1480, 520)] }),
        pictures(
            "image-cropped", { [try Files.jpeg(800, 520)] },
            { [try Files.jpeg(700, 520), try Files.jpeg(520, 520)] }),
        RuleCase(rule: "focus-unreadable") { scene in
            [try focused(scene, "400,300")]
        } isQuiet: { scene in
            [try focused(scene, "0.4, 0.3"), try focused(scene, " "), try focused(scene, nil)]
        },
        pictures("image-rotated", { [try turned(6)] }, { [try turned(1), try Files.png()] }),
        pictures("image-colours", { [try sixteenBits()] }, { [try Files.png()] }),
        pictures(
            "image-colours",
            {
                [
                    try Files.noise(600, 520).toDisplayP3().encoded(
                        as: .jpeg(quality: 80), keepingMetadata: true)
                ]
            },
            { [try Files.jpeg()] }),
        pictures(
            "image-colours", { [try Files.noise(600, 520).toCMYK().encoded(as: .jpeg(quality: 80))] },
            { [try Files.webp()] }),
        pictures(
            "image-colours-unused", { [try withGamma(100_000)] },
            { [try withGamma(45_455), try Files.png(), try Files.jpeg()] }),
        pictures(
            "image-colours-unused", { [try ICCProfile.linearGrey.embedded(in: Files.jpeg())] },
            { [try ICCProfile.adobeRGB.embedded(in: Files.jpeg())] }),
        pictures("image-dark", { [try shaded(0...70)] }, { [try shaded(0...110)] }),
        pictures("image-bright", { [try shaded(246...255)] }, { [try shaded(200...255)] }),
        pictures("image-low-contrast", { [try shaded(100...110)] }, { [try shaded(90...130)] }),
        pictures("image-low-information", { [try Files.plain(600, 520)] }, { [try Files.jpeg()] }),
        pictures("image-blurry", { [try gradient()] }, { [try Files.jpeg()] }),
        pictures("image-letterboxed", { [try barred(60)] }, { [try barred(0)] }),
        pictures("image-grey", { [try grey()] }, { [try Files.jpeg()] }),
        pictures(
            "image-alpha", { [try Files.noise(600, 520, bands: 4).encoded(as: .png(compression: 1))] },
            { [try Files.png()] }),
        pictures(
            "image-near-duplicate", { [try scene(1), try scene(1, quality: 40, width: 560)] },
            // Byte for byte the same is another rule's matter.
            { [try scene(1), try scene(2), try scene(3), try scene(1)] }),
        pictures(
            "image-duplicate", { [try Files.jpeg(), try Files.jpeg()] },
            { [try Files.jpeg(), try Files.jpeg(shade: 1)] }),
    ]

    private static func focused(_ scene: CheckScene, _ focus: String?) throws -> FetchedRow {
        var fetched = try scene.row("a", Files.jpeg())
        fetched.row.focus = focus
        return fetched
    }

    private static func turned(_ orientation: Int) throws -> [UInt8] {
        try Files.noise(520, 600).withOrientation(orientation)
            .encoded(as: .jpeg(quality: 80), keepingMetadata: true)
    }

    private static func withGamma(_ value: Int) throws -> [UInt8] {
        let png = try Files.png()
        return png[..<33] + PNGParts.chunk("gAMA", PNGParts.number(value)) + png[33...]
    }

    private static func sixteenBits() throws -> [UInt8] {
        let pixels = (0..<600 * 520 * 3).map { UInt16(truncatingIfNeeded: $0 &* 40503) }
        return try Picture.from16BitPixels(pixels, width: 600, height: 520).encoded(as: .png(compression: 1))
    }

    /// Noise between two levels.
    private static func shaded(_ levels: ClosedRange<Int>) throws -> [UInt8] {
        var dice = SplitMix(seed: 5)
        let pixels = (0..<600 * 520).flatMap { _ -> [UInt8] in
            let value = UInt8(levels.lowerBound + Int(dice.next() % UInt64(levels.count)))
            return [value, value, value]
        }
        return try Picture.fromPixels(pixels, width: 600, height: 520).encoded(as: .png(compression: 1))
    }

    /// From dark to bright without an edge anywhere.
    private static func gradient() throws -> [UInt8] {
        let pixels = (0..<600 * 520).flatMap { at -> [UInt8] in
            let value = UInt8(40 + (at % 600) / 4)
            return [value, UInt8(40 + (at / 600) / 4), value]
        }
        return try Picture.fromPixels(pixels, width: 600, height: 520).encoded(as: .png(compression: 1))
    }

    /// Noise between black bars of so many rows.
    private static func barred(_ rows: Int) throws -> [UInt8] {
        var dice = SplitMix(seed: 9)
        let pixels = (0..<600 * 520 * 3).map { at -> UInt8 in
            let row = at / 1800
            return row < rows || row >= 520 - rows ? 0 : UInt8(truncatingIfNeeded: dice.next())
        }
        return try Picture.fromPixels(pixels, width: 600, height: 520).encoded(as: .png(compression: 1))
    }

    private static func grey() throws -> [UInt8] {
        try Files.noise(600, 520, bands: 1).encoded(as: .jpeg(quality: 80))
    }

    /// A few soft patches of light, other ones for each number.
    private static func scene(_ number: UInt64, quality: Int = 90, width: Int = 700) throws -> [UInt8] {
        var dice = SplitMix(seed: number)
        let patches = (0..<9).map { _ in
            (
                x: Double(dice.next() % 100) / 100, y: Double(dice.next() % 100) / 100,
                level: Double(dice.next() % 200)
            )
        }
        let height = width * 4 / 5
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = (Double(x) / Double(width), Double(y) / Double(height))
                let light = patches.reduce(30.0) { sum, patch in
                    let distance = (u - patch.x) * (u - patch.x) + (v - patch.y) * (v - patch.y)
                    return sum + patch.level / (1 + 60 * distance)
                }
                let value = UInt8(min(255, light))
                pixels += [value, UInt8(min(255, light * 0.8)), 255 - value]
            }
        }
        return try Picture.fromPixels(pixels, width: width, height: height).encoded(
            as: .jpeg(quality: quality))
    }
}

/// Numbers that look random and are the same every time (SplitMix64).
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
