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
            "image-duplicate", { [try Files.jpeg(), try Files.jpeg()] },
            { [try Files.jpeg(), try Files.jpeg(shade: 1)] }),
    ]

    private static func turned(_ orientation: Int) throws -> [UInt8] {
        try Files.noise(520, 600).withOrientation(orientation)
            .encoded(as: .jpeg(quality: 80), keepingMetadata: true)
    }

    private static func sixteenBits() throws -> [UInt8] {
        let pixels = (0..<600 * 520 * 3).map { UInt16(truncatingIfNeeded: $0 &* 40503) }
        return try Picture.from16BitPixels(pixels, width: 600, height: 520).encoded(as: .png(compression: 1))
    }
}
