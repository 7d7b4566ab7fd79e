import Testing
import Vips

@testable import Check

@Suite struct ProfileNameTests {
    /// A profile of one tag.
    private func profile(_ tag: [UInt8]) -> [UInt8] {
        let place: [UInt8] = [0, 0, 0, 1] + Array("desc".utf8) + [0, 0, 0, 144, 0, 0, 0, UInt8(tag.count)]
        return [UInt8](repeating: 0, count: 128) + place + tag
    }

    @Test func bothKindsOfNamesAreRead() {
        let ascii = Array("desc".utf8) + [0, 0, 0, 0, 0, 0, 0, 18] + Array("sRGB IEC61966-2.1".utf8) + [0]
        #expect(ProfileName.isSRGB(profile(ascii)))
        let wide =
            Array("mluc".utf8) + [UInt8](repeating: 0, count: 24) + "sRGB built-in".utf8.flatMap { [0, $0] }
        #expect(ProfileName.isSRGB(profile(wide)))
        let other = Array("desc".utf8) + [0, 0, 0, 0, 0, 0, 0, 11] + Array("Display P3".utf8) + [0]
        #expect(!ProfileName.isSRGB(profile(other)) && ProfileName.description(of: profile(other)) != nil)
    }

    @Test func aRealWideProfileIsNotSRGB() throws {
        let file = try Files.noise(64, 64).toDisplayP3().encoded(
            as: .jpeg(quality: 80), keepingMetadata: true)
        let bytes = try Picture.open(bytes: file, as: .jpeg).iccProfile
        #expect(bytes.count > 128 && !ProfileName.isSRGB(bytes))
        #expect(try Picture.open(bytes: Files.jpeg(64, 64), as: .jpeg).iccProfile.isEmpty)
    }

    @Test func rubbishIsNone() {
        let whole = profile(Array("desc".utf8) + [UInt8](repeating: 65, count: 20))
        for length in 0...whole.count { #expect(!ProfileName.isSRGB(Array(whole.prefix(length)))) }
        var far = whole
        far[137] = 0xFF
        #expect(!ProfileName.isSRGB(far))
        #expect(!ProfileName.isSRGB([UInt8](repeating: 0xFF, count: 400)))
    }
}
