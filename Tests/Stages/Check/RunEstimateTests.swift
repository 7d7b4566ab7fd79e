import Dataset
import TestKit
import Testing
import Vips

@testable import Check

@Suite struct OutlookTests {
    private func estimate(
        _ rows: (CheckScene) throws -> [FetchedRow], _ schedule: Check.Schedule = .init()
    ) async throws -> RunEstimate {
        let scene = try CheckScene()
        let order = Check.Configuration(
            rules: .aboutRows, recipe: Recipe(resolution: .r512), schedule: schedule)
        let outcome = try await scene.check(
            try rows(scene), order, DatasetInfo(id: "1", name: "x", trigger: "h4rbour"))
        return try #require(outcome.report.estimate)
    }

    @Test func itCountsWhatWouldBecomeOfEachRow() async throws {
        let found = try await estimate { scene in
            [
                try scene.row("square", Files.jpeg(520, 520)), try scene.row("wide", Files.jpeg(600, 520)),
                try scene.row("small", Files.jpeg(100, 100)), try scene.row("broken", Files.html),
                try scene.row(
                    "turned",
                    Files.noise(520, 600).withOrientation(6).encoded(
                        as: .jpeg(quality: 80), keepingMetadata: true)),
                try scene.row("clear", Files.noise(520, 520, bands: 4).encoded(as: .png(compression: 1))),
            ]
        }
        #expect(found.trained == 4 && found.dropped == 2)
        #expect(found.cropped == 2 && found.enlarged == 0 && found.converted == 2)
    }

    @Test func whatIsLeftOutIsNotEnlarged() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("small", Files.jpeg(300, 300))]
        var mild = RuleSettings.aboutRows
        try mild.set("image-too-small", to: "warning")
        let kept = try await scene.check(rows, settings: mild).report.estimate
        #expect(kept?.enlarged == 1 && kept?.dropped == 0)
        let dropped = try await scene.check(rows).report.estimate
        #expect(dropped?.enlarged == 0 && dropped?.dropped == 1)
    }

    @Test func stepsArePicturesTimesEpochsUnlessTheyAreLimited() async throws {
        func steps(_ schedule: Check.Schedule) async throws -> RunEstimate {
            try await estimate(
                { [try $0.row("a", Files.jpeg()), try $0.row("b", Files.jpeg(shade: 1))] }, schedule)
        }
        let plain = try await steps(.init(epochs: 16))
        #expect(plain.steps == 32 && plain.epochs == 16)
        let limited = try await steps(.init(epochs: 16, maxSteps: 5))
        #expect(limited.steps == 5 && limited.epochs == 2.5)
        let none = try await estimate { _ in [] }
        #expect(none.steps == 0 && none.epochs == 0)
    }
}
