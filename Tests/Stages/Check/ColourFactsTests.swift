import Dataset
import Testing
import TestKit
import Vips

@testable import Check
@testable import Imaging

/// What a check says of a picture's colours, and that it is what the preparing code makes of them.
@Suite struct ColourFactsTests {
    private static let swapped: ICCProfile.Table = { [$0[2], $0[1], $0[0]] }
    /// Of four inks.
    private static let naive: ICCProfile.Table = { ink in (0..<3).map { (1 - ink[$0]) * (1 - ink[3]) } }

    /// What the two rules on colours say of a file.
    private func told(_ file: [UInt8]) async throws -> [String] {
        let scene = try CheckScene()
        let outcome = try await scene.check(
            [scene.row("a", file)], settings: .only("image-colours", "image-colours-unused"))
        return try outcome.report.findings.all().map { "\($0.rule): \($0.message)" }
    }

    private static func named(_ name: String?, _ tag: String = "A2B1") -> ICCProfile {
        .tables([(tag, swapped)], name: name)
    }

    private static func inks() throws -> [UInt8] {
        try Files.noise(600, 520).toCMYK().encoded(as: .jpeg(quality: 80))
    }

    @Test func aProfileIsToldByItsName() async throws {
        let file = try Files.jpeg()
        let applied = "image-colours: its embedded profile will be applied:"
        for tag in ["A2B0", "A2B1"] {
            #expect(
                try await told(Self.named("Harbour wide gamut", tag).embedded(in: file))
                    == ["\(applied) \"Harbour wide gamut\" → sRGB"])
        }
        #expect(
            try await told(Self.named(nil).embedded(in: file))
                == ["\(applied) a profile without a name → sRGB"])
        #expect(try await told(Self.named("sRGB IEC61966-2.1").embedded(in: file)) == [])
        let long = try await told(
            Self.named("a\u{1B}[2J\n" + String(repeating: "b", count: 90)).embedded(in: file))
        #expect(long == ["\(applied) \"a [2J \(String(repeating: "b", count: 53))…\" → sRGB"])
        let print = ICCProfile.tables(
            [("A2B0", Self.naive)], space: "CMYK", kind: "prtr",
            grid: 3, name: "Newsprint")
        #expect(
            try await told(print.embedded(in: Self.inks()))
                == ["image-colours: CMYK will become sRGB, by its embedded profile, \"Newsprint\""])
    }

    @Test func aProfileThatIsNotUsedIsToldSo() async throws {
        func unused(_ reason: String, _ colours: String = "sRGB") -> String {
            "image-colours-unused: its embedded profile is not used: \(reason); its colours are taken for \(colours)"
        }
        let file = try Files.jpeg()
        let malformed = ICCProfile(bytes: [UInt8](repeating: 0x78, count: 500))
        #expect(try await told(malformed.embedded(in: file)) == [unused("it can't be read")])
        #expect(
            try await told(ICCProfile.linearGrey.embedded(in: file))
                == [unused("it is for grey, and the picture is RGB")])
        #expect(
            try await told(ICCProfile.tables([("A2B1", Self.swapped)], kind: "link").embedded(in: file))
                == [unused("it is of a class that no picture may have")])
        #expect(
            try await told(ICCProfile.tables([]).embedded(in: file))
                == [unused("it holds no table that can be used")])
        #expect(
            try await told(ICCProfile.adobeRGB.embedded(in: Self.inks()))
                == [
                    "image-colours: CMYK will become sRGB, as usual print colours",
                    unused("it is for RGB, and the picture is CMYK", "usual print colours"),
                ])
        let grey = try Files.noise(600, 520, bands: 1).encoded(as: .jpeg(quality: 80))
        #expect(
            try await told(ICCProfile.adobeRGB.embedded(in: grey))
                == [unused("it is for RGB, and the picture is grey")])
        // A PNG's decoder gives no such profile away, so that only the file's own chunks tell of it.
        #expect(try await told(malformed.embedded(inPNG: Files.png())) == [unused("the decoder refuses it")])
        // The control.
        #expect(try await told(file) == [])
        #expect(try await told(Files.png()) == [])
    }

    /// Each kind of file with a profile: a profile is told as applied where the preparing code's pixels differ from those
    /// without it, and as unused where they do not.
    @Test func whatIsToldIsWhatHappens() async throws {
        let whole: [ICCProfile] = [
            .adobeRGB, .linearGrey, Self.named(nil, "A2B0"), Self.named(nil, "A2B1"), Self.named(nil, "A2B2"),
            .tables([]), .tables([("A2B0", Self.swapped)], kind: "link"),
            .tables([("A2B0", Self.swapped)], kind: "abst"),
            .tables([("A2B0", Self.swapped)], space: "Lab ", grid: 3),
            .tables(
                [("A2B0", Self.naive)], space: "CMYK",
                kind: "prtr", grid: 3),
        ]
        let profiles = whole + whole.map { ICCProfile(bytes: Array($0.bytes.dropLast(30))) }
        let jpegs = [
            try Files.jpeg(64, 64), try Files.noise(64, 64).toCMYK().encoded(as: .jpeg(quality: 80)),
            try Files.noise(64, 64, bands: 1).encoded(as: .jpeg(quality: 80)),
        ]
        let pngs = try [1, 2, 3, 4].map {
            try Files.noise(64, 64, bands: $0).encoded(as: .png(compression: 1), keepingMetadata: true)
        }
        let directory = try TemporaryDirectory("colours")
        var counts = (applied: 0, unused: 0)
        for profile in profiles {
            let files =
                jpegs.map { (PictureFormat.jpeg, $0, profile.embedded(in: $0)) }
                + pngs.map { (PictureFormat.png, $0, profile.embedded(inPNG: $0)) }
            for (format, bare, tagged) in files {
                let path = try directory.write(tagged, "file")
                guard
                    case .facts(let facts, _) = try ImageInspection.inspect(path, bytes: Int64(tagged.count))
                        .result
                else {
                    Issue.record("the file is sound")
                    continue
                }
                let isChanged =
                    try Picture.open(bytes: tagged, as: format).toSRGB().pixels()
                    != Picture.open(bytes: bare, as: format).toSRGB().pixels()
                #expect(facts.hasProfile && facts.appliesProfile == isChanged, "\(facts)")
                counts.applied += isChanged ? 1 : 0
                counts.unused += isChanged ? 0 : 1
            }
        }
        #expect(counts.applied > 15 && counts.unused > 40)
    }

    // MARK: - Measuring

    /// The left half opaque, the right one nearly clear; all black.
    private static func halfClear() throws -> Picture {
        var pixels = [UInt16](repeating: 0, count: 640 * 600 * 4)
        for at in 0..<640 * 600 { pixels[at * 4 + 3] = at % 640 < 320 ? 65535 : 2570 }
        return try Picture.from16BitPixels(pixels, width: 640, height: 600, bands: 4)
    }
}
