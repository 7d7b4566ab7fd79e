import Dataset
import Store
import TestKit
import Testing
import Vips

@testable import Check

@Suite struct LookTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    @Test func factsAreTheFilesOwn() async throws {
        let turned = try Files.noise(520, 600).withOrientation(6)
            .encoded(as: .jpeg(quality: 80), keepingMetadata: true)
        let alpha = try Files.noise(600, 520, bands: 4).encoded(as: .png(compression: 1))
        let outcome = try await scene.check([
            scene.row("a", turned), scene.row("b", alpha), scene.row("c", Files.jpeg(progressive: true)),
        ])
        #expect(outcome.told == [])
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
        #expect(outcome.told == [] && outcome.sound.count == 3)
    }
}
