import Dataset
import Store
import Testing
import Vips

@testable import Prepare

@Suite struct StoredPlanTests {
    @Test(arguments: 1...8) func turningLastIsTurningFirst(_ orientation: Int) async throws {
        let scene = try Scene()
        // Shrunk one way and the crop cut from the long side, which lies either way.
        for (width, height) in [(901, 640), (640, 901), (300, 411)] {
            let stored = try noise(width, height).withOrientation(orientation)
            let kept = try scene.keep(stored, as: .jpeg(quality: 90))
            let plan = try kept.plan(.small)
            let decoded = try Picture.open(scene.store.objects.path(of: kept.source.digest), as: .jpeg)
            let box = plan.crop
            let expected = try decoded.upright().resampled(
                to: (plan.resized.width, plan.resized.height),
                keeping: (box.left, box.top, box.size.width, box.size.height)
            ).pixels()
            let steps = try scene.steps(kept)
            let found = try steps.upright(try steps.resample(try steps.header())).pixels()
            #expect(isNear(found, expected.map(Int.init), 1), "\(width)×\(height)")
        }
    }

    @Test func aBoxThatIsNotInTheMiddleGoesAlong() throws {
        let size = PixelSize(width: 600, height: 512)
        let plan = try #require(CropPlan(Recipe(resolution: .r512), from: size))
        #expect(plan.crop.left == 44)
        // The odd pixel of an uneven rest changes sides with the picture.
        let odd = try #require(CropPlan(Recipe(resolution: .r512), from: PixelSize(width: 601, height: 512)))
        #expect(odd.crop.left == 44)
        #expect(StoredPlan(odd, orientation: 1).crop.left == 44)
        #expect(StoredPlan(odd, orientation: 2).crop.left == 45)
        #expect(StoredPlan(odd, orientation: 6).crop.top == 45)
        #expect(StoredPlan(odd, orientation: 8).crop.top == 44)
        #expect(StoredPlan(odd, orientation: 6).resized == PixelSize(width: 512, height: 601))
    }
}
