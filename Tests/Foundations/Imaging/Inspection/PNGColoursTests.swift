import Dataset
import Foundation
import TestKit
import Testing

@testable import Imaging

/// What chunks of a PNG say of its colours, against what Chromium makes of them.
@Suite struct PNGColoursTests {
    /// Chunks before the pixels, and whether a browser shows other colours by them.
    private struct Case {
        let name: String
        let chunks: [UInt8]
        let differs: Bool
        var isGrey = false
    }

    private static let sRGB = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
    private static let wide = [31_270, 32_900, 73_500, 26_500, 11_500, 82_600, 15_700, 1_800]
    private static let displayP3 = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000]
    private static let rounded = [31_300, 32_900, 64_000, 33_000, 29_900, 60_100, 15_000, 6_000]
    private static let equalWhite = [33_333, 33_333] + sRGB.dropFirst(2)
    private static let plain = PNGParts.chunk("sRGB", [0])

    private static func gamma(_ value: Int) -> [UInt8] { PNGParts.chunk("gAMA", PNGParts.number(value)) }

    private static func primaries(_ values: [Int]) -> [UInt8] {
        PNGParts.chunk("cHRM", values.flatMap { PNGParts.number($0) })
    }

    private static func code(_ primaries: UInt8, _ transfer: UInt8, _ matrix: UInt8 = 0, _ range: UInt8 = 1)
        -> [UInt8]
    {
        PNGParts.chunk("cICP", [primaries, transfer, matrix, range])
    }

    private static func profile(_ profile: ICCProfile) -> [UInt8] {
        PNGParts.chunk("iCCP", Array("x\0\0".utf8) + Zlib.stored(profile.bytes))
    }

    private static let same: ICCProfile.Table = { $0 }
    private static let asIs = ICCProfile.tables(
        [("A2B0", same), ("A2B1", same)], grid: 17, name: "sRGB as a table")

    private static let cases: [Case] = [
        Case(name: "nothing", chunks: [], differs: false),
        Case(name: "sRGB's gamma", chunks: gamma(45_455), differs: false),
        Case(name: "a gamma near it", chunks: gamma(43_300), differs: false),
        Case(name: "a gamma near it, above", chunks: gamma(47_700), differs: false),
        Case(name: "a gamma of 2.06", chunks: gamma(48_500), differs: true),
        Case(name: "a gamma of 1", chunks: gamma(100_000), differs: true),
        Case(name: "a gamma of 1.8", chunks: gamma(55_556), differs: true),
        Case(name: "no gamma", chunks: gamma(0), differs: false),
        Case(name: "all of sRGB", chunks: gamma(45_455) + primaries(sRGB), differs: false),
        Case(name: "all of sRGB, rounded", chunks: gamma(45_455) + primaries(rounded), differs: false),
        Case(name: "primaries alone", chunks: primaries(wide), differs: false),
        Case(name: "wide primaries", chunks: gamma(45_455) + primaries(wide), differs: true),
        Case(name: "Display P3", chunks: primaries(displayP3) + gamma(45_455), differs: true),
        Case(name: "another white", chunks: gamma(45_455) + primaries(equalWhite), differs: true),
        Case(
            name: "no primaries", chunks: gamma(100_000) + primaries([Int](repeating: 0, count: 8)),
            differs: false),
        Case(name: "sRGB first", chunks: plain + gamma(100_000), differs: false),
        Case(name: "sRGB last", chunks: gamma(100_000) + primaries(wide) + plain, differs: false),
        Case(
            name: "no such sRGB", chunks: PNGParts.chunk("sRGB", [9]) + gamma(100_000), differs: true),
        Case(name: "sRGB of no bytes", chunks: PNGParts.chunk("sRGB") + gamma(100_000), differs: true),
        Case(name: "a gamma of three bytes", chunks: PNGParts.chunk("gAMA", [0, 1, 0]), differs: false),
        Case(name: "two gammas", chunks: gamma(45_455) + gamma(100_000), differs: false),
        Case(name: "a profile", chunks: profile(asIs) + gamma(100_000), differs: false),
        Case(
            name: "no profile",
            chunks: profile(ICCProfile(bytes: [UInt8](repeating: 0x78, count: 500)))
                + gamma(100_000), differs: true),
        Case(name: "cICP of sRGB", chunks: code(1, 13), differs: false),
        Case(name: "cICP of sRGB and a gamma", chunks: code(1, 13) + gamma(100_000), differs: false),
        Case(name: "cICP of video", chunks: code(1, 1), differs: true),
        Case(name: "cICP of a gamma of 2.2", chunks: code(1, 4), differs: false),
        Case(name: "cICP linear", chunks: code(1, 8), differs: true),
        Case(name: "cICP of Display P3", chunks: code(12, 13), differs: true),
        Case(name: "cICP of Display P3 before sRGB", chunks: code(12, 13) + plain, differs: true),
        Case(name: "cICP of PQ", chunks: code(9, 16), differs: true),
        Case(name: "cICP of HLG", chunks: code(9, 18), differs: true),
        Case(name: "cICP of PQ beside a profile", chunks: profile(asIs) + code(9, 16), differs: true),
        Case(name: "cICP of a part of the range", chunks: code(12, 13, 0, 0), differs: false),
        Case(name: "cICP of nothing", chunks: code(2, 2), differs: false),
        Case(name: "cICP of nothing and a gamma", chunks: code(2, 2) + gamma(100_000), differs: true),
        Case(name: "cICP of unknown primaries", chunks: code(200, 13), differs: false),
        Case(name: "grey with a gamma", chunks: gamma(100_000), differs: true, isGrey: true),
        Case(
            name: "grey with wide primaries", chunks: gamma(45_455) + primaries(wide), differs: false,
            isGrey: true),
        Case(name: "grey with cICP of Display P3", chunks: code(12, 13), differs: false, isGrey: true),
    ]

    private static func file(_ chunks: [UInt8], isGrey: Bool, behind: [UInt8] = []) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<64 {
            rows.append(0)
            for x in 0..<64 {
                let values = isGrey ? [x * 4] : [x * 4, y * 4, (x + y) * 2]
                rows += values.map { UInt8($0) }
            }
        }
        return PNGParts.file(
            PNGParts.header(64, 64, colour: isGrey ? 0 : 2), chunks,
            PNGParts.chunk("IDAT", Zlib.stored(rows)), behind)
    }

    /// What a look at the file says.
    private static func unused(_ file: [UInt8]) throws -> String? {
        let directory = try TemporaryDirectory("colours")
        let path = try directory.write(file, "a.png")
        guard case .facts(let facts, _) = try ImageInspection.inspect(path, bytes: Int64(file.count)).result
        else {
            Issue.record("the file is sound")
            return nil
        }
        return facts.unusedColours
    }

    @Test(.needs(.browser)) func aBrowserShowsOtherColoursWhereItIsSaid() async throws {
        let directory = try TemporaryDirectory("browser")
        let files = Self.cases.map { Self.file($0.chunks, isGrey: $0.isGrey) }
        let pictures = zip(files, Self.cases).map {
            "<img data-grey=\"\($1.isGrey)\" src=\"data:image/png;base64,\(Data($0).base64EncodedString())\">"
        }
        let page = """
            <body>\(pictures.joined())<script>
            onload = () => {
              const images = [...document.images];
              const pixels = images.map(image => {
                const canvas = new OffscreenCanvas(64, 64).getContext("2d");
                canvas.drawImage(image, 0, 0);
                return canvas.getImageData(0, 0, 64, 64).data;
              });
              images.forEach((image, number) => {
                const isGrey = image.dataset.grey == "true";
                let sum = 0;
                for (let y = 0; y < 64; y++)
                  for (let x = 0; x < 64; x++) {
                    const was = isGrey ? [x * 4, x * 4, x * 4] : [x * 4, y * 4, (x + y) * 2];
                    for (let band = 0; band < 3; band++)
                      sum += Math.abs(pixels[number][(y * 64 + x) * 4 + band] - was[band]);
                  }
                image.setAttribute("data-levels", (sum / 64 / 64 / 3).toFixed(2));
              });
            };
            </script></body>
            """
        let path = try directory.write(Array(page.utf8), "page.html")
        let levels = try await Browser.open(path).values(of: "data-levels").compactMap { Double($0) }
        try #require(levels.count == Self.cases.count)
        for (number, one) in Self.cases.enumerated() {
            // Two levels are what lies between a gamma of 2.2 and sRGB's own curve.
            #expect((levels[number] > 2.5) == one.differs, "\(one.name): \(levels[number]) in the browser")
            #expect((try Self.unused(files[number]) != nil) == one.differs, "\(one.name)")
        }
    }

    @Test func theWordsNameTheChunks() throws {
        func unused(_ chunks: [UInt8]) throws -> String? { try Self.unused(Self.file(chunks, isGrey: false)) }
        #expect(try unused(Self.gamma(55_556)) == "gAMA (a gamma of 1.8)")
        let wide = "cHRM (other primaries than those of sRGB)"
        #expect(try unused(Self.gamma(45_455) + Self.primaries(Self.wide)) == wide)
        #expect(
            try unused(Self.gamma(100_000) + Self.primaries(Self.wide)) == "gAMA (a gamma of 1) and \(wide)")
        #expect(try unused(Self.code(9, 16)) == "cICP (primaries 9, transfer 16)")
    }

    @Test func chunksOutOfTheirPlaceAreNotHeeded() throws {
        let behind = Self.file([], isGrey: false, behind: Self.gamma(100_000))
        #expect(try Self.unused(behind) == nil)
        let palette = PNGParts.chunk("PLTE", [1, 2, 3])
        #expect(try Self.unused(Self.file(palette + Self.gamma(100_000), isGrey: false)) == nil)
        #expect(try Self.unused(Self.file(Self.gamma(100_000) + palette, isGrey: false)) != nil)
    }
}
