import Dataset
import Vips

@testable import Imaging

/// The walks over an image file: its structure, from disk and from memory, and whether it is free of metadata.
enum ImageTargets {
    static let all = [
        target(
            .jpeg, ["\u{FF}\u{D8}\u{FF}", "JFIF\0", "Exif\0\0", "Adobe", "ICC_PROFILE\0"],
            magic: [0xFF, 0xD8, 0xFF]
        ) {
            [
                try picture(as: .jpeg(quality: 30)), try picture(as: .jpeg(quality: 30, progressive: true)),
                try picture(bands: 1, as: .jpeg(quality: 30)),
            ]
        },
        target(
            .png,
            [
                "IHDR", "IDAT", "IEND", "acTL", "zTXt", "iTXt", "sRGB", "pHYs", "CgBI", "tEXt", "iCCP",
                "fcTL",
                "fdAT",
            ], magic: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        ) {
            [
                try picture(as: .png(compression: 9)),
                try picture(as: .png(compression: 1, interlaced: true)),
                try picture(bands: 4, as: .png(compression: 9)),
            ]
        },
        target(
            .webp, ["VP8 ", "VP8L", "VP8X", "ANMF", "ANIM", "ALPH", "ICCP", "EXIF", "XMP ", "RIFF", "WEBP"],
            magic: Array("RIFF".utf8)
        ) { [try picture(as: .webp(quality: 30)), try picture(bands: 4, as: .webp(quality: 30))] },
    ]

    private static let file = InputFile()

    /// - Parameter magic: put in front of what does not begin so: a walk is only given files that do.
    private static func target(
        _ format: ImageFormat, _ words: [String], magic: [UInt8],
        seeds: @escaping @Sendable () throws -> [[UInt8]]
    ) -> FuzzTarget {
        FuzzTarget(name: format.rawValue, seeds: seeds, dictionary: words) { input in
            let bytes = input.starts(with: magic) ? input : magic + input
            _ = FileSignature(bytes.prefix(512))
            if format == .png { _ = PNGContainer.isWhole(bytes) }
            file.write(bytes)
            var walked: PixelSize?
            let inMemory = try? FileStructure.walk(bytes, format)
            do {
                walked = try FileStructure.walk(file.path, format, bytes: Int64(bytes.count)).size
            } catch let fault as ImageFault {
                if fault.message.isEmpty { throw Finding("a fault without a word") }
            }
            if walked != inMemory?.size { throw Finding("the walk from disk and the one in memory differ") }
            guard let plain = try? MetadataFreeImage.size(of: bytes, as: format), let walked else { return }
            if plain != walked { throw Finding("\(plain) for one walk and \(walked) for the other") }
        }
    }

    private static func picture(bands: Int = 3, as output: PictureEncoding) throws -> [UInt8] {
        let pixels = (0..<(9 * 7 * bands)).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        return try Picture.fromPixels(pixels, width: 9, height: 7, bands: bands).encoded(as: output)
    }
}
