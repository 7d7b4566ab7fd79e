import Dataset
import Store
import TestKit
import Testing
import Vips

@testable import Check

/// The point that a crop keeps: the row's own, or one that the inspection measured.
@Suite struct GravityTests {
    /// Flat grey but for one spot of colour and detail, its middle at a share of the width.
    private func spot(at share: Double, width: Int = 240, height: Int = 80) throws -> Picture {
        var pixels = [UInt8](repeating: 128, count: width * height * 3)
        let middle = Int(share * Double(width))
        for y in height / 2 - 12..<height / 2 + 12 {
            for x in max(0, middle - 12)..<min(width, middle + 12) {
                let at = (y * width + x) * 3
                let isDark = (x / 3 + y / 3) % 2 == 0
                (pixels[at], pixels[at + 1], pixels[at + 2]) = isDark ? (220, 90, 60) : (20, 30, 200)
            }
        }
        return try Picture.fromPixels(pixels, width: width, height: height)
    }

    @Test func aPlanGoesByTheRowThenByTheGravity() async throws {
        let scene = try CheckScene()
        let bytes = try spot(at: 0.2, width: 1536, height: 512).encoded(as: .png(compression: 1))
        func left(_ gravity: Recipe.Gravity, focus: String? = nil) async throws -> Int {
            var row = try scene.row("a", bytes)
            row.row.focus = focus
            let recipe = Recipe(resolution: .r512, gravity: gravity)
            let order = Check.Configuration(rules: .aboutRows, recipe: recipe)
            let outcome = try await scene.check(
                [row], order, DatasetInfo(id: "1", name: "x", trigger: "h4rbour"))
            return try #require(try outcome.sound.all().first).plan.crop.left
        }
        #expect(try await left(.centre) == 512)
        #expect(try await left(.attention) < 256)
        #expect(try await left(.entropy) < 256)
        #expect(try await left(.attention, focus: "1,0.5") == 1024)
        #expect(try await left(.attention, focus: " ") == left(.attention))
    }

    @Test func itIsLookedForOnceWhenItIsAskedFor() async throws {
        let scene = try CheckScene()
        let row = try scene.row(
            "a", try spot(at: 0.2, width: 1536, height: 512).encoded(as: .png(compression: 1)))
        func opened(_ gravity: Recipe.Gravity) async throws -> Int {
            let order = Check.Configuration(
                rules: .aboutRows, recipe: Recipe(resolution: .r512, gravity: gravity))
            return try await scene.check([row], order, DatasetInfo(id: "1", name: "x", trigger: nil)).opened
        }
        #expect(try await opened(.centre) == 1)
        #expect(try await opened(.attention) == 1)
        #expect(try await opened(.entropy) == 0)
        #expect(try await opened(.centre) == 0)
    }
}
