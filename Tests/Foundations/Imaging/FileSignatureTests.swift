import Dataset
import Imaging
import Testing

@Suite struct FileSignatureTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func box(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array(("ftyp" + brand).utf8) }

    @Test(arguments: [
        ([0xFF, 0xD8, 0xFF, 0xE0], FileSignature.picture(.jpeg)), (png, .picture(.png)),
        (Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), .picture(.webp)),
        (Array("GIF87a".utf8), .unsupported("GIF")), (Array("GIF89a".utf8), .unsupported("GIF")),
        ([0x49, 0x49, 0x2A, 0, 8, 0], .unsupported("TIFF")), ([0x4D, 0x4D, 0, 0x2A], .unsupported("TIFF")),
        (box("avif"), .unsupported("AVIF")), (box("avis"), .unsupported("AVIF")),
        (box("heic"), .unsupported("HEIF")), (box("mif1"), .unsupported("HEIF")),
        ([0xFF, 0x0A], .unsupported("JPEG XL")),
        ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .unsupported("JPEG XL")),
        ([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], .unsupported("JPEG 2000")),
        (Array("8BPS".utf8), .unsupported("PSD")), ([], .empty),
    ]) func pictures(_ bytes: [UInt8], _ expected: FileSignature) {
        #expect(FileSignature(bytes) == expected)
    }

    @Test(arguments: [
        "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1",
    ]) func everyBrandOfHEIFIsOne(_ brand: String) {
        #expect(FileSignature(Self.box(brand)) == .unsupported("HEIF"))
    }

    @Test func namesHaveTheirArticle() {
        #expect(FileSignature.withArticle("AVIF") == "an AVIF" && FileSignature.withArticle("GIF") == "a GIF")
    }

    @Test(arguments: [
        ("<!DOCTYPE html><title>404</title>", "an HTML page"), ("  \n<HTML>", "an HTML page"),
        ("\u{FEFF}<!doctype HTML>", "an HTML page"), ("<?xml version='1.0'?><svg/>", "an SVG drawing"),
        ("<svg xmlns=''>", "an SVG drawing"), ("<?xml version='1.0'?><Error/>", "an XML text"),
        ("{\"statusCode\":\"404\"}", "a JSON text"), ("[]", "a JSON text"), ("%PDF-1.7", "a PDF"),
        ("PK\u{3}\u{4}", "a ZIP archive"), ("not found\n", "a text"), ("BMW is a car", "a text"),
        ("RIFF1234WAVE", "a text"), ("\u{1}\u{2}", "unknown data"),
    ]) func everythingElseIsDescribed(_ text: String, _ expected: String) {
        #expect(FileSignature(text.utf8) == .other(expected))
    }

    @Test func gzipIsNamedWhateverComesBehind() {
        #expect(FileSignature([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0]) == .other("gzip data"))
    }

    @Test(arguments: [100, 20_000_000, 2_000_000_000] as [UInt32])
    func aBMPOfAnySizeIsOne(_ size: UInt32) {
        let length = (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
        let head: [UInt8] = Array("BM".utf8) + length + [0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0]
        #expect(FileSignature(head) == .unsupported("BMP"))
    }

    @Test func aCutSignatureIsNoPicture() {
        for count in 1..<Self.png.count {
            guard case .other = FileSignature(Self.png.prefix(count)) else {
                Issue.record("\(count) bytes of a PNG's signature are taken for a picture")
                continue
            }
        }
    }
}
