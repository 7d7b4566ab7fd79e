import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct UprightTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    // Where red, green, blue and white of the stored picture end up: top left, top right, bottom left, bottom right.
    @Test(arguments: [
        (1, "rgbw"), (2, "grwb"), (3, "wbgr"), (4, "bwrg"), (5, "rbgw"), (6, "brwg"), (7, "wgbr"),
        (8, "gwrb"),
    ]) func everyCornerGetsToItsPlace(_ orientation: Int, _ corners: String) async throws {
        let source = try quarters(600, 520).withOrientation(orientation)
        let kept = try scene.keep(source, as: .jpeg(quality: 95))
        #expect(kept.facts.orientation == orientation)
        let prepared = try await scene.prepared(kept, .small)
        let pixels = try scene.pixels(prepared)
        let places = [(60, 60), (450, 60), (60, 450), (450, 450)]
        let colours: [Character: [Int]] = [
            "r": [200, 0, 0], "g": [0, 200, 0], "b": [0, 0, 200], "w": [240, 240, 240],
        ]
        for (corner, place) in zip(corners, places) {
            let found = pixel(pixels, place.0, place.1)
            #expect(
                isNear(found, try #require(colours[corner]), 12), "\(corner) at \(place): \(Array(found))")
        }
    }
}
