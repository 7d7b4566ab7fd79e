import Dataset
import Testing
import Vips

@testable import Prepare

@Suite struct HeaderTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test func theFileMustShowWhatTheCheckSaw() throws {
        var kept = try scene.keep(noise(20, 10))
        #expect(try scene.steps(kept).header().width == 20)
        kept.facts.width = 21
        let error = #expect(throws: PrepareError.self) { _ = try scene.steps(kept).header().width }
        #expect(error?.step == "header")
        #expect(error?.message.contains("20×10") == true && error?.message.contains("21×10") == true)
    }

    @Test func theOrientationCountsToo() throws {
        var kept = try scene.keep(noise(20, 10).withOrientation(6), as: .jpeg(quality: 90))
        #expect(try scene.steps(kept).header().orientation == 6)
        kept.facts.orientation = 1
        let error = #expect(throws: PrepareError.self) { _ = try scene.steps(kept).header().width }
        #expect(error?.step == "header")
    }

    @Test func theFileIsReadAsTheFormatOfItsFactsAlone() throws {
        var kept = try scene.keep(noise(20, 10))
        kept.facts.format = .jpeg
        let error = #expect(throws: PrepareError.self) { _ = try scene.steps(kept).header().width }
        #expect(error?.step == "header" && error?.detail != nil)
    }
}
