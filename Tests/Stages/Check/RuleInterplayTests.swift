import Dataset
import TestKit
import Testing

@testable import Check

/// Rules that leave a matter to another one: one fault is one finding, whichever of the two is on.
@Suite struct RuleInterplayTests {
    private func found(_ bytes: [UInt8], _ caption: String, _ settings: RuleSettings) async throws -> [String]
    {
        let scene = try CheckScene()
        return try await scene.check([scene.row("a", bytes, caption: caption)], settings: settings)
            .report.findings.all().map(\.rule)
    }

    @Test func whatMayNotBeEnlargedAtAllIsNotTooMuchBesides() async throws {
        let small = try Files.jpeg(200, 200)
        let both = RuleSettings.only("image-too-small", "image-upscaled")
        #expect(try await found(small, "x", both) == ["image-too-small"])
        var lowered = both
        try lowered.set("image-too-small", to: "warning")
        #expect(try await found(small, "x", lowered) == ["image-too-small", "image-upscaled"])
        #expect(try await found(small, "x", .only("image-upscaled")) == ["image-upscaled"])
    }

    @Test func whatTheRecipeAllowsToBeEnlargedIsNoFault() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("a", Files.jpeg(200, 200)), try scene.row("b", Files.jpeg(400, 400))]
        func told(_ upscalePolicy: UpscalePolicy) async throws -> [String] {
            var order = Check.Configuration(
                rules: .only("image-too-small", "image-upscaled"), recipe: Recipe(resolution: .r512))
            order.upscalePolicy = upscalePolicy
            return try await scene.check(rows, order, DatasetInfo(id: "1", name: "x", trigger: nil)).told
        }
        #expect(try await told(.refuse) == ["a image-too-small", "b image-too-small"])
        #expect(try await told(.limit(1.28)) == ["a image-too-small"])
        #expect(try await told(.limit(1.27)) == ["a image-too-small", "b image-too-small"])
        #expect(try await told(.allow) == [])
    }

    @Test func aPayloadTooLargeForTheExportIsForeseen() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("a", Files.jpeg(600, 600))]
        func told(_ limit: Int64?) async throws -> [String] {
            var order = Check.Configuration(
                rules: .only("payload-too-large"), recipe: Recipe(resolution: .r512))
            order.maxBytes = limit
            return try await scene.check(rows, order, DatasetInfo(id: "1", name: "x", trigger: nil)).told
        }
        #expect(try await told(1000) == ["- payload-too-large"])
        #expect(try await told(1 << 30) == [])
        #expect(try await told(nil) == [])
    }

    /// A folder's files have no URL to be opened: what fetched them knows better what to do.
    @Test func theHintOfAFetchGoesBeforeTheRulesOwn() async throws {
        let scene = try CheckScene()
        func hint(_ said: String) async throws -> String? {
            var row = scene.failed("a", "image-unavailable")
            guard case .failed(var finding) = row.picture else { return nil }
            finding.hint = said
            row.picture = .failed(finding)
            return try await scene.check([row]).report.findings.all().first?.hint
        }
        #expect(try await hint("put the file there") == "put the file there")
        #expect(try await hint("") == Rule.imageUnavailable.hint)
    }

    @Test func aCaptionThatCannotBeReadIsNotMissingBesides() async throws {
        let scene = try CheckScene()
        var row = try scene.row("a", Files.jpeg(), caption: nil)
        row.row.captionFault = "a.txt is no UTF-8 text"
        func told(_ rules: String...) async throws -> [String] {
            var settings = RuleSettings.only()
            for rule in rules { try settings.set(rule, to: "error") }
            return try await scene.check([row], settings: settings).report.findings.all().map(\.rule)
        }
        #expect(try await told("caption-missing", "caption-unreadable") == ["caption-unreadable"])
        #expect(try await told("caption-missing") == ["caption-missing"])
    }

    @Test func whatIsNearlyTheTriggerIsNotAbsentBesides() async throws {
        let both = RuleSettings.only("trigger-absent", "trigger-misspelt")
        #expect(try await found(Files.jpeg(), "a harbour", both) == ["trigger-misspelt"])
        #expect(try await found(Files.jpeg(), "a boat", both) == ["trigger-absent"])
        #expect(try await found(Files.jpeg(), "a harbour", .only("trigger-absent")) == ["trigger-absent"])
    }

    @Test func whatIsCutIsNotTooLongBesides() async throws {
        let long = Array(repeating: "boat", count: 1100).joined(separator: " ")
        let both = RuleSettings.only("caption-too-long", "caption-cut")
        #expect(try await found(Files.jpeg(), long, both) == ["caption-cut"])
        #expect(try await found(Files.jpeg(), long, .only("caption-too-long")) == ["caption-too-long"])
    }

    @Test func theSamePictureTwiceWithTheSameWordsIsOneDuplicate() async throws {
        let scene = try CheckScene()
        let rows = [try scene.row("a", Files.jpeg()), try scene.row("b", Files.jpeg())]
        let rules = RuleSettings.only(
            "image-duplicate", "image-near-duplicate", "caption-duplicate", "caption-contradiction")
        #expect(try await scene.check(rows, settings: rules).told == ["b image-duplicate"])
    }
}
