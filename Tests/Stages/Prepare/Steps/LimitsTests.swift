import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct LimitsTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func refusal(_ encoding: PictureEncoding, _ limits: Limits) throws -> PrepareError? {
        var steps = try scene.steps(try scene.keep(noise(40, 30), as: encoding))
        steps.limits = limits
        let picture = try steps.header()
        do throws(PrepareError) {
            try steps.limits(picture)
            return nil
        } catch {
            return error
        }
    }

    @Test func theDefaultsAreThoseOfTheCheck() {
        #expect(Limits().pixels == 50_000_000)
        #expect(Limits().pixelsAtOnce == 16_000_000)
    }

    @Test func aPictureMayHaveTheLimitAndNoPixelMore() throws {
        let png = PictureEncoding.png(compression: 1)
        #expect(try refusal(png, Limits(pixels: 1200, pixelsAtOnce: 1)) == nil)
        let error = try #require(try refusal(png, Limits(pixels: 1199, pixelsAtOnce: 1)))
        #expect(error.step == "limits")
        #expect(error.message.contains("40×30") && error.message.contains("1199"))
    }

    @Test func whatIsDecodedWholeHasALowerLimit() throws {
        let limits = Limits(pixels: 5000, pixelsAtOnce: 1199)
        for encoding in [
            PictureEncoding.png(compression: 1, interlaced: true), .jpeg(quality: 80, progressive: true),
        ] {
            let error = try #require(try refusal(encoding, limits))
            #expect(error.step == "limits" && error.message.contains("progressive"))
        }
        #expect(try refusal(.png(compression: 1), limits) == nil)
        #expect(try refusal(.jpeg(quality: 80), limits) == nil)
    }
}
