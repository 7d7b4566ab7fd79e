import Testing
import TestKit
import Vips

@testable import Imaging

@Suite struct PerceptualHashTests {
    private let scene: ImageFolder

    /// The default threshold of the rule image-near-duplicate.
    private let limit = 8

    init() throws { scene = try ImageFolder() }

    private func hash(_ picture: borrowing Picture, _ name: String = "a.png", quality: Int = 90) throws
        -> PerceptualHash
    {
        try #require(scene.statistics(picture, name, quality: quality).hash)
    }

    @Test func variantsOfAPictureAreNear() throws {
        for seed in 1...6 as ClosedRange<UInt32> {
            let picture = try Scenery(seed: seed).picture()
            let original = try hash(picture)
            func near(_ variant: PerceptualHash) -> Bool {
                original.distance(to: variant) <= limit
            }
            for quality in [30, 75] { #expect(try near(hash(picture, "a.jpg", quality: quality))) }
            #expect(try near(hash(picture, "a.webp", quality: 50)))
            #expect(try near(hash(picture.resized(horizontalScale: 0.4, verticalScale: 0.4))))
            #expect(try near(hash(picture.cropped(left: 5, top: 4, width: 310, height: 232))))
            #expect(try near(hash(Scenery(seed: seed, tone: { $0 * 0.9 }).picture())))
            #expect(try near(hash(Scenery(seed: seed, tone: { min(255, $0 * 1.1) }).picture())))
        }
    }

    @Test func differentPicturesAreFar() throws {
        let all = try (1...12 as ClosedRange<UInt32>).map { try hash(Scenery(seed: $0).picture()) }
        for (position, one) in all.enumerated() {
            for other in all[..<position] {
                #expect(one.distance(to: other) > limit)
            }
        }
    }

    @Test func itsTextReadsBack() {
        let hash = PerceptualHash(bits: 0x00F0_1234_5678_9ABC)
        #expect(hash.description == "00f0123456789abc" && PerceptualHash(hash.description) == hash)
        #expect(PerceptualHash("f0123456789abc") == nil && PerceptualHash("00f0123456789abg") == nil)
    }
}
