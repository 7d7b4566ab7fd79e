import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct ResampleTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    // Odd sides, one pixel more or less than the square, both directions, very long ones, and tiny ones.
    static let sizes: [(Int, Int)] =
        [
            (1, 1), (1, 2), (2, 1), (3, 2), (7, 5), (31, 517), (33, 32), (511, 511), (511, 512), (511, 513),
            (512, 512), (512, 513), (513, 512), (513, 511), (767, 511), (641, 480), (999, 601), (1000, 667),
            (1023, 1025), (1024, 1023), (1025, 1537), (1537, 1535), (1919, 1081), (2047, 2049), (515, 2500),
            (2999, 515), (3001, 517),
        ]

    @Test(arguments: sizes) func everySizeMeetsThePlanToThePixel(_ width: Int, _ height: Int) throws {
        for resolution in Resolution.allCases {
            let kept = try scene.keep(plain([9, 8, 7], width, height))
            let steps = try scene.steps(kept, Recipe(resolution: resolution))
            let square = try steps.resample(try steps.header())
            #expect(square.width == resolution.side && square.height == resolution.side)
            let pixels = try square.pixels()
            #expect(isPlain(pixels) && Array(pixels.prefix(3)) == [9, 8, 7])
        }
    }

    @Test(arguments: [(700, 512), (512, 700)]) func thePlansPartStays(_ width: Int, _ height: Int) throws {
        let source = try noise(width, height)
        let steps = try scene.steps(try scene.keep(source))
        let square = try steps.resample(try steps.header())
        let box = steps.plan.crop
        #expect((box.left, box.top) == (width > height ? (94, 0) : (0, 94)))
        let expected = try source.cropped(left: box.left, top: box.top, width: 512, height: 512).pixels()
        #expect(try square.pixels() == expected)
    }

    @Test func aFinePatternIsAveragedAndNotSampled() throws {
        // Lines of one pixel, black and white, made four times smaller, become grey.
        let lines = repeated([0, 0, 0, 255, 255, 255], 2048 * 2048 * 3)
        let source = try Picture.fromPixels(lines, width: 2048, height: 2048)
        let steps = try scene.steps(try scene.keep(source))
        let small = try steps.resample(try steps.header()).pixels()
        #expect(small.allSatisfy { abs(Int($0) - 128) < 24 })
    }
}
