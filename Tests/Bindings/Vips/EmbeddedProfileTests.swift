import TestKit
import Testing
import Vips

/// What is said of an embedded profile, and that it is what happens.
@Suite struct EmbeddedProfileTests {
    private static let colour: [UInt8] = [220, 60, 40]
    private static let inks: ICCProfile.Table = { ink in (0..<3).map { (1 - ink[$0]) * (1 - ink[3]) } }
    private static let swapped: ICCProfile.Table = { [$0[2], $0[1], $0[0]] }

    private func jpeg(_ pixel: [UInt8], isCMYK: Bool = false) throws -> [UInt8] {
        let pixels = Array(repeatElement(pixel, count: 64).joined())
        return try Picture.fromPixels(pixels, width: 8, height: 8, bands: pixel.count, isCMYK: isCMYK)
            .encoded(as: .jpeg(quality: 100))
    }

    /// A JPEG of one colour with a profile.
    private func picture(
        _ profile: ICCProfile, _ pixel: [UInt8] = colour, isCMYK: Bool = false
    ) throws -> Picture {
        try Picture.open(
            bytes: profile.embedded(in: jpeg(pixel, isCMYK: isCMYK)), as: .jpeg, access: .random)
    }

    /// A profile of another class than those of devices and spaces.
    private static func kind(_ kind: String) -> ICCProfile {
        .tables([("A2B0", swapped), ("A2B1", swapped)], kind: kind)
    }

    private static let unusable: [(String, ICCProfile, EmbeddedProfile.Fault)] = [
        ("500 bytes of x", ICCProfile(bytes: [UInt8](repeating: 0x78, count: 500)), .unreadable),
        ("a cut one", ICCProfile(bytes: Array(ICCProfile.adobeRGB.bytes.prefix(150))), .unreadable),
        ("of no bytes", ICCProfile(bytes: []), .unreadable),
        ("of grey", .linearGrey, .otherColours("GRAY")),
        ("of inks", .tables([("A2B1", inks)], space: "CMYK", kind: "prtr", grid: 3), .otherColours("CMYK")),
        ("of Lab", .tables([("A2B1", swapped)], space: "Lab ", grid: 3), .otherColours("Lab")),
        ("a device link", kind("link"), .otherClass),
        ("an abstract one", kind("abst"), .otherClass),
        ("of named colours", kind("nmcl"), .otherClass),
        ("without tables", .tables([]), .noTransform),
        ("a table to sRGB only", .tables([("B2A0", swapped), ("B2A1", swapped)]), .noTransform),
        (
            "a table that is none",
            ICCProfile(
                space: "RGB ", connection: "Lab ",
                tags: [("A2B1", Array("mft2\0\0\0\0".utf8) + [1, 2, 3, 4])]),
            .noTransform
        ),
    ]

    @Test(arguments: unusable)
    func whatIsCalledUnusableChangesNothing(
        _ name: String, _ profile: ICCProfile, _ fault: EmbeddedProfile.Fault
    ) throws {
        let picture = try picture(profile)
        // The library keeps no profile of no bytes.
        let isKept = !profile.bytes.isEmpty
        #expect(picture.embeddedProfile == (isKept ? .unusable(fault) : .absent), "\(name)")
        let bare = try Picture.open(bytes: jpeg(Self.colour), as: .jpeg)
        #expect(try picture.toSRGB().pixels() == bare.toSRGB().pixels(), "\(name)")
    }

    @Test func anRGBProfileOnInksChangesNothing() throws {
        let pixel: [UInt8] = [200, 40, 90, 10]
        for profile in [ICCProfile.adobeRGB, .tables([("A2B1", Self.swapped)])] {
            let tagged = try picture(profile, pixel, isCMYK: true)
            #expect(tagged.embeddedProfile == .unusable(.otherColours("RGB")))
            let bare = try Picture.open(bytes: jpeg(pixel, isCMYK: true), as: .jpeg)
            #expect(try tagged.toSRGB().pixels() == bare.toSRGB().pixels())
        }
    }

    @Test func whatIsCalledAppliedChangesTheColours() throws {
        let profiles: [ICCProfile] = [
            .adobeRGB, .tables([("A2B0", Self.swapped)]), .tables([("A2B1", Self.swapped)]),
            .tables([("A2B2", Self.swapped)]), .tables([("A2B0", Self.swapped)], kind: "prtr"),
            .tables([("A2B0", Self.swapped)], kind: "spac"), .tables([("A2B0", Self.swapped)], version: 4),
        ]
        let bare = try Picture.open(bytes: jpeg(Self.colour), as: .jpeg).toSRGB().pixels()
        for profile in profiles {
            let picture = try picture(profile)
            #expect(picture.embeddedProfile == .applied(name: nil))
            let found = try picture.toSRGB().pixels()
            #expect(zip(found, bare).contains { abs(Int($0) - Int($1)) > 10 })
        }
        let grey = try picture(.linearGrey, [51])
        #expect(grey.embeddedProfile == .applied(name: nil))
        #expect(try abs(Int(grey.toSRGB().pixels()[0]) - 124) <= 2)
        let print = ICCProfile.tables([("A2B0", Self.inks)], space: "CMYK", kind: "prtr", grid: 3)
        let tagged = try picture(print, [255, 0, 0, 0], isCMYK: true)
        #expect(tagged.embeddedProfile == .applied(name: nil))
        let cyan = try tagged.toSRGB().pixels()
        #expect(cyan[0] < 12 && cyan[1] > 243 && cyan[2] > 243, "\(cyan.prefix(3))")
    }

    @Test(arguments: [2, 4] as [UInt8], ["Harbour wide gamut", "sRGB IEC61966-2.1", "Größe 日本"])
    func theNameIsTheProfilesOwn(_ version: UInt8, _ name: String) throws {
        // Version 2 has names in ASCII.
        let isWritten = version == 4 || name.allSatisfy(\.isASCII)
        let profile = ICCProfile.tables(
            [("A2B1", Self.swapped)], version: version, name: isWritten ? name : nil)
        #expect(try picture(profile).embeddedProfile == .applied(name: isWritten ? name : nil))
    }

    @Test func aLongNameIsCut() throws {
        let profile = ICCProfile.tables(
            [("A2B1", Self.swapped)], name: String(repeating: "long ", count: 1000))
        guard case .applied(let name?) = try picture(profile).embeddedProfile else {
            Issue.record("the profile has a name")
            return
        }
        #expect(name.hasPrefix("long long") && name.utf16.count < 100)
    }

    @Test func nothingThatIsCutOrTurnedAroundStopsTheWork() throws {
        let whole = ICCProfile.tables([("A2B0", Self.swapped)], grid: 2, name: "a name").bytes
        let bare = try jpeg(Self.colour)
        for count in stride(from: 1, to: whole.count, by: 13) {
            let cut = ICCProfile(bytes: Array(whole.prefix(count)))
            let picture = try Picture.open(bytes: cut.embedded(in: bare), as: .jpeg, access: .random)
            #expect(try picture.toSRGB().pixels().count == 192)
        }
        // The header but what is empty in it, and the table of tags.
        for at in Array(0..<44) + Array(64..<80) + Array(128..<170) {
            var bytes = whole
            bytes[at] ^= 0xFF
            let picture = try Picture.open(
                bytes: ICCProfile(bytes: bytes).embedded(in: bare), as: .jpeg, access: .random)
            let isApplied = if case .applied = picture.embeddedProfile { true } else { false }
            let isChanged = try picture.toSRGB().pixels() != Picture.open(bytes: bare, as: .jpeg).pixels()
            #expect(isApplied == isChanged, "byte \(at)")
        }
    }

    @Test func aPictureWithoutAProfileHasNone() throws {
        #expect(try Picture.open(bytes: jpeg(Self.colour), as: .jpeg).embeddedProfile == .absent)
    }

    @Test func whatIsWrongWithAProfileStaysOutOfLaterErrors() throws {
        for (_, profile, _) in Self.unusable { _ = try picture(profile).embeddedProfile }
        let error = #expect(throws: VipsError.self) { _ = try Picture.open(bytes: [1, 2, 3], as: .png) }
        let words = error?.message.lowercased() ?? "icc"
        #expect(!words.contains("icc") && !words.contains("profile"), "\(words)")
    }

    @Test func noBytesAreNoPicture() {
        for format in PictureFormat.allCases {
            #expect(throws: VipsError.self) { _ = try Picture.open(bytes: [], as: format) }
        }
    }
}
