import Dataset
import Imaging
import Store
import Testing
import Vips

@testable import Prepare

@Suite struct EncodeAndVerifyTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test(arguments: ImageFormat.allCases) func theFileIsWhatTheRecipeSays(_ format: ImageFormat) throws {
        let recipe = Recipe(resolution: .r512, format: format)
        let steps = try scene.steps(try scene.keep(noise(512, 512)), recipe)
        let file = try steps.encode(try steps.header())
        #expect(FileSignature(file) == .picture(format))
        try steps.verify(file)
    }

    @Test func aTruncatedSourceIsFoundWhileItIsMadeSmall() throws {
        let whole = try noise(600, 600).encoded(as: .jpeg(quality: 90))
        for (bytes, isWhole) in [(whole, true), (Array(whole.prefix(whole.count / 2)), false)] {
            let steps = try scene.steps(try scene.keep(bytes, as: .jpeg))
            guard !isWhole else {
                #expect(try steps.encode(steps.resample(steps.header())).isEmpty == false)
                continue
            }
            let error = #expect(throws: PrepareError.self) { _ = try steps.resample(steps.header()).width }
            #expect(error?.step == "resample")
        }
    }

    @Test func whatIsNotThePromisedSquareIsRefused() throws {
        let steps = try scene.steps(try scene.keep(noise(512, 512)))
        let png = PictureEncoding.png(compression: 1)
        try steps.verify(try noise(512, 512).encoded(as: png))
        let wrong: [([UInt8], String)] = [
            (try noise(512, 511).encoded(as: png), "512×511"),
            (try plain([1], 512, 512).encoded(as: png), "colour type 0"),
            (try plain([1, 2, 3, 4], 512, 512).encoded(as: png), "colour type 6"),
            (try noise(512, 512).toDisplayP3().encoded(as: png, keepingMetadata: true), "iCCP"),
            (try noise(512, 512).encoded(as: .jpeg(quality: 90)), "no PNG"),
            (try Array(noise(512, 512).encoded(as: png).dropLast(100_000)), "ends early"),
        ]
        for (file, reason) in wrong {
            let error = #expect(throws: PrepareError.self) { try steps.verify(file) }
            #expect(error?.step == "verify" && error?.message.contains(reason) == true, "\(reason)")
        }
    }
}
