import Dataset
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

    @Test func aTruncatedSourceIsFoundWhileEncoding() throws {
        let whole = try noise(600, 600).encoded(as: .jpeg(quality: 90))
        for (bytes, isWhole) in [(whole, true), (Array(whole.prefix(whole.count / 2)), false)] {
            let (digest, count) = try scene.store.objects.keep(bytes)
            let kept = Kept(
                source: SourceImage(digest: digest, bytes: count),
                facts: ImageFacts(format: .jpeg, width: 600, height: 600))
            let steps = try scene.steps(kept)
            let square = try steps.crop(try steps.resize(try steps.header()))
            guard !isWhole else {
                #expect(try steps.encode(square).isEmpty == false)
                continue
            }
            let error = #expect(throws: PrepareError.self) { try steps.encode(square) }
            #expect(error?.step == "encode")
        }
    }

    @Test func whatIsNotThePromisedSquareIsRefused() throws {
        let steps = try scene.steps(try scene.keep(noise(512, 512)))
        let png = PictureEncoding.png(compression: 1)
        try steps.verify(try noise(512, 512).encoded(as: png))
        let wrong: [([UInt8], String)] = [
            (try noise(512, 511).encoded(as: png), "512×511"),
            (try plain([1], 512, 512).encoded(as: png), "1 bands"),
            (try plain([1, 2, 3, 4], 512, 512).encoded(as: png), "4 bands"),
            (try noise(512, 512).toDisplayP3().encoded(as: png, keepingMetadata: true), "profile"),
            (try Array(noise(512, 512).encoded(as: png).dropLast(100_000)), "read back"),
        ]
        for (file, reason) in wrong {
            let error = #expect(throws: PrepareError.self) { try steps.verify(file) }
            #expect(error?.step == "verify" && error?.message.contains(reason) == true, "\(reason)")
        }
    }
}
