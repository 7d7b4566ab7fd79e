import Dataset
import Foundation
import MusubiAPI
import Pack
import Store
import TestKit
import Testing
import Vips

@Suite("Proof that the trainer leaves the pictures as they are") struct UntouchedTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    /// A picture's file of one colour a band.
    private func file(
        _ width: Int, _ height: Int, _ pixel: [UInt8] = [200, 90, 10], isCMYK: Bool = false,
        as encoding: PictureEncoding = .png(compression: 1),
        changing change: (consuming Picture) throws -> Picture = { $0 }
    ) throws -> [UInt8] {
        let pixels = [[UInt8]](repeating: pixel, count: width * height).flatMap { $0 }
        let picture = try Picture.fromPixels(
            pixels, width: width, height: height, bands: pixel.count, isCMYK: isCMYK)
        return try change(picture).encoded(as: encoding, keepingMetadata: true)
    }

    private func pack(
        _ files: [[UInt8]], _ sizes: [PixelSize], recipe: Recipe = Recipe(resolution: .r512),
        as exportFormat: Pack.ExportFormat = .payload, format: ImageFormat = .png
    ) throws {
        let items = try zip(files, sizes).enumerated().map { position, made in
            var item = try scene.item("\(position)", "picture \(position).jpg", made.0)
            item.prepared.size = made.1
            item.prepared.format = format
            return item
        }
        scene.order.recipe = recipe
        scene.order.training.resolution = recipe.resolution
        try scene.pack(items, as: exportFormat)
    }

    private func prove() throws -> Verify.Outcome { try Verify(provingOn: 2)(scene.out) }

    private let square = PixelSize(width: 512, height: 512)

    @Test(arguments: [Pack.ExportFormat.payload, .folder]) func exactSquaresAreProven(
        _ format: Pack.ExportFormat
    ) throws {
        let files = try (0..<5).map { try file(512, 512, [UInt8($0 * 40), 9, 9]) }
        try pack(files, files.map { _ in square }, as: format)
        let outcome = try prove()
        #expect(outcome.mismatches == [])
        let proof = try #require(outcome.proof)
        #expect(proof.isUntouched && !proof.needsBuckets && proof.images == 5)
        #expect(
            proof.sentence
                == "5 picture(s) of exactly 512×512, three 8-bit bands, upright, no profile, distinct names: the trainer resamples none"
        )
        #expect(proof.json["sizes"]?.array?.first?["images"] == 5)
        // Held against the lock alone, no picture is opened.
        #expect(try Verify()(scene.out).proof == nil)
    }

    @Test func bucketsAreProvenWhereTheRecipeMadeThem() throws {
        let wide = PixelSize(width: 592, height: 432)
        #expect(Buckets(.r512).contains(wide))
        let files = [try file(wide.width, wide.height), try file(512, 512)]
        try pack(files, [wide, square], recipe: Recipe(resolution: .r512, fit: .bucket))
        let proof = try #require(try prove().proof)
        #expect(proof.isUntouched && proof.needsBuckets)
        #expect(proof.sentence.contains("2 of the trainer's buckets"))
        // The control: of a recipe of squares, the same picture would be resampled.
        try pack(files, [wide, square])
        let outcome = try prove()
        #expect(
            outcome.mismatches.count == 1
                && outcome.mismatches[0].hasSuffix("it is 592×432, which is not 512×512"))
        #expect(outcome.mismatches[0].hasPrefix("images[0] picture_0-"))
    }

    @Test func whatTheTrainerWouldChangeIsNamed() throws {
        let almost = PixelSize(width: 512, height: 511)
        let cut = try file(512, 512, as: .jpeg(quality: 80)).prefix(1500)
        let faults: [(bytes: [UInt8], size: PixelSize, format: ImageFormat, told: String)] = [
            (try file(512, 511), almost, .png, "it is 512×511, which is not 512×512"),
            (try file(512, 511), square, .png, "it is 512×511, and the lock says 512×512"),
            (try file(512, 512, [9, 9, 9, 128]), square, .png, "it has alpha"),
            (try file(512, 512, [77]), square, .png, "it has 1 band(s)"),
            (
                try file(512, 512, [1, 2, 3, 4], isCMYK: true, as: .jpeg(quality: 90)), square, .jpeg,
                "its colours are CMYK"
            ),
            (
                try file(512, 512, as: .jpeg(quality: 90)) { try $0.withOrientation(6) }, square, .jpeg,
                "it carries the orientation 6"
            ),
            (try file(512, 512) { try $0.toDisplayP3() }, square, .png, "it carries a colour profile"),
            (try file(512, 512), square, .jpeg, "it is a png file under another ending"),
            (Array("no picture".utf8), square, .png, "it is no PNG, JPEG or WebP"),
            (Array(cut), square, .jpeg, "it can't be decoded"),
        ]
        for fault in faults {
            try pack([try file(512, 512), fault.bytes], [square, fault.size], format: fault.format)
            let outcome = try prove()
            #expect(
                outcome.mismatches.contains { $0.contains(fault.told) && $0.contains("(row 1)") },
                "\(fault.told): \(outcome.mismatches)")
        }
    }

    @Test func sixteenBitsAreNamed() throws {
        let pixels = [UInt16](repeating: 40_000, count: 512 * 512 * 3)
        let bytes = try Picture.from16BitPixels(pixels, width: 512, height: 512).encoded(
            as: .png(compression: 1))
        try pack([bytes], [square])
        #expect(try prove().mismatches.first?.hasSuffix("its bands have 16 bits") == true)
    }

    @Test func aPNGThatDeclaresAGigabyteIsNotDecoded() throws {
        var bytes = try file(512, 512)
        // Behind the signature and the header's 25 bytes a chunk begins; its length is made a gigabyte.
        bytes[33] = 0x40
        try pack([bytes], [square])
        #expect(try prove().mismatches.first?.contains("reaches beyond its end") == true)
    }

    @Test func thePicturesAreToldInTheirOrder() throws {
        let files = try (0..<12).map { try file(512, 512 - $0 % 2, [UInt8($0 * 20), 1, 1]) }
        try pack(files, (0..<12).map { PixelSize(width: 512, height: 512 - $0 % 2) })
        let mismatches = try prove().mismatches
        #expect(mismatches.count == 6)
        #expect(mismatches == mismatches.sorted { Self.position($0) < Self.position($1) })
    }

    private static func position(_ told: String) -> Int {
        told.firstMatch(of: /images\[(\d+)\]/).flatMap { Int($0.1) } ?? -1
    }

    @Test func whatDiffersFromTheLockIsNotProven() throws {
        try pack([try file(512, 512)], [square], as: .folder)
        let name = try #require(try scene.directory.names(under: "out/images").first { $0.hasSuffix("png") })
        try scene.directory.write(try file(512, 512, [1, 1, 1]), "out/images/" + name)
        let outcome = try prove()
        #expect(outcome.proof == nil && outcome.mismatches.count == 1)
    }
}
