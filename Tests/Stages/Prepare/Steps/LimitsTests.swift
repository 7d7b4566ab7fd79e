import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct LimitsTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func refusal(
        _ encoding: PictureEncoding, _ limit: @escaping (ImageFormat, Bool) -> Int
    ) throws -> PrepareError? {
        var steps = try scene.steps(try scene.keep(noise(40, 30), as: encoding))
        steps.limit = limit
        let picture = try steps.header()
        do throws(PrepareError) {
            try steps.limits(picture)
            return nil
        } catch {
            return error
        }
    }

    @Test func theDefaultsAreThoseOfTheCheck() throws {
        let steps = try scene.steps(try scene.keep(noise(40, 30)))
        for format in [ImageFormat.png, .jpeg, .webp] {
            for isInterlaced in [false, true] {
                #expect(
                    steps.limit(format, isInterlaced)
                        == ImageLimits.pixels(of: format, isInterlaced: isInterlaced))
            }
        }
        #expect(ImageLimits.pixels(of: .webp, isInterlaced: false) == 4096 * 4096)
    }

    @Test func aPictureMayHaveTheLimitAndNoPixelMore() throws {
        let png = PictureEncoding.png(compression: 1)
        #expect(try refusal(png) { _, _ in 1200 } == nil)
        let error = try #require(try refusal(png) { _, _ in 1199 })
        #expect(error.step == "limits")
        #expect(error.message.contains("40×30") && error.message.contains("1199"))
    }

    @Test func whatIsDecodedWholeHasALowerLimit() throws {
        func limit(_ format: ImageFormat, _ isInterlaced: Bool) -> Int {
            isInterlaced || format == .webp ? 1199 : 5000
        }
        for encoding in [
            PictureEncoding.png(compression: 1, interlaced: true), .jpeg(quality: 80, progressive: true),
            .webp(quality: 80),
        ] {
            let error = try #require(try refusal(encoding, limit))
            #expect(error.step == "limits" && error.message.contains("progressive"))
        }
        #expect(try refusal(.png(compression: 1), limit) == nil)
        #expect(try refusal(.jpeg(quality: 80), limit) == nil)
    }

    @Test func aLineThatWouldBecomeTooLongIsRefused() throws {
        let steps = try scene.steps(try scene.keep(noise(20000, 1)))
        #expect(steps.plan.resized.width == 10_240_000)
        let error = #expect(throws: PrepareError.self) { try steps.limits(try steps.header()) }
        #expect(error?.step == "limits" && error?.message.contains("10000000") == true)
    }
}
