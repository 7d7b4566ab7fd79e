import Dataset
import Foundation
import Imaging
import Store
import TestKit
import Testing
import Vips

@testable import Check

@Suite struct InspectedRowsTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    @Test func factsAreTheFilesOwn() async throws {
        let turned = try Files.noise(520, 600).withOrientation(6)
            .encoded(as: .jpeg(quality: 80), keepingMetadata: true)
        let alpha = try Files.noise(600, 520, bands: 4).encoded(as: .png(compression: 1))
        let outcome = try await scene.check([
            scene.row("a", turned), scene.row("b", alpha), scene.row("c", Files.jpeg(progressive: true)),
        ])
        #expect(try outcome.told == [])
        let facts = try outcome.sound.all().map(\.facts)
        #expect(facts[0] == ImageFacts(format: .jpeg, width: 520, height: 600, orientation: 6))
        #expect(facts[0].upright == PixelSize(width: 600, height: 520))
        #expect(facts[1] == ImageFacts(format: .png, width: 600, height: 520, bands: 4, hasAlpha: true))
    }

    @Test func theNameSaysNothingOfTheFormat() async throws {
        let outcome = try await scene.check([try scene.row("a", Files.webp(), name: "a.jpg")])
        #expect(try outcome.told == [] && outcome.sound.all().first?.facts.format == .webp)
    }

    @Test func whatACameraPutsBehindThePictureIsNoFault() async throws {
        // A motion photo: a film of megabytes behind the picture's end.
        let film = [UInt8](repeating: 0x55, count: 1 << 20)
        let outcome = try await scene.check([
            scene.row("a", Files.jpeg() + film),
            scene.row("b", Files.withThumbnail(Files.jpeg(shade: 1)) + film),
            scene.row("c", Files.png() + film),
        ])
        #expect(try outcome.told == [] && outcome.sound.count == 3)
    }

    @Test func aLineThatCannotBePreparedIsRefused() async throws {
        var order = Check.Configuration(rules: .aboutRows, recipe: Recipe(resolution: .r512))
        order.upscalePolicy = .allow
        let outcome = try await scene.check(
            [
                scene.row("a", Files.noise(20000, 1).encoded(as: .png(compression: 1))),
                scene.row("b", Files.noise(60000, 3).encoded(as: .png(compression: 1))),
                scene.row("c", Files.noise(19000, 1).encoded(as: .png(compression: 1))),
            ], order, DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour"))
        #expect(try outcome.told == ["a image-too-large", "b image-too-large"])
        #expect(
            try outcome.report.findings.all().first?.message
                == "20000×1 would be enlarged to 10240000×512 before cropping, above the limit of 10000000 pixels a side"
        )
    }

    @Test func aDamagedFileThatCannotBeFetchedAgainIsNamed() async throws {
        let row = try scene.row("a", Files.jpeg())
        guard case .kept(let image) = row.picture else { throw StoreError("no picture") }
        let path = scene.store.objects.path(of: image.digest)
        try Data(Files.spoilt(try FileBytes.read(path, count: Int(image.bytes)))).write(
            to: URL(fileURLWithPath: path))
        let rows = [row, try scene.row("b", Files.jpeg(shade: 1))]
        let (stream, table) = try scene.stream(rows)
        let outcome = try await Check(
            store: try Store(at: scene.directory.path("state")), workers: scene.workers, decoders: .inProcess,
            configuration: Check.Configuration(rules: .aboutRows, recipe: Recipe(resolution: .r512))
        ) { _, _ in "its kept file was damaged, and the folder is gone" }(
            stream, in: table, of: DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour"))
        #expect(try outcome.told == ["a image-unavailable"] && outcome.sound.count == 1)
        #expect(try outcome.report.findings.all().first?.message.hasSuffix("the folder is gone") == true)
    }

    @Test func everyFaultOfAnImageHasARule() {
        for kind in ImageFault.Kind.allCases {
            let rule = Rule.forFault(kind)
            #expect(rule.id == "image-\(kind.rawValue)" && rule.leavesNoPicture)
        }
    }
}
