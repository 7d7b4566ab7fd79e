import Dataset
import Foundation
import Store
import TestKit
import Testing

@testable import Check

/// The preflight over the pictures that the project ships, against the table of
/// `samples/harbour-faults/README.md`.
@Suite struct SamplesTests {
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples").path

    private static func rows(_ folder: String, _ scene: CheckScene) throws -> [FetchedRow] {
        let directory = samples + "/" + folder
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        return try names.filter { ["jpg", "png", "webp"].contains(($0 as NSString).pathExtension) }.map {
            name in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
            let text = directory + "/" + (name as NSString).deletingPathExtension + ".txt"
            let caption =
                FileManager.default.fileExists(atPath: text)
                ? try String(contentsOfFile: text, encoding: .utf8) : nil
            return try scene.row(name, [UInt8](bytes), caption: caption, name: name)
        }
    }

    @Test func everyFaultIsFoundAndNothingElse() async throws {
        let scene = try CheckScene()
        let rows = try Self.rows("harbour-faults", scene)
        let outcome = try await scene.check(
            rows, Check.Configuration(), DatasetInfo(id: "1", name: "x", trigger: "h4rbour"))
        #expect(
            try outcome.told == [
                "caption-empty.jpg caption-empty", "caption-missing.jpg caption-missing",
                "chunk-beyond-the-end.png image-truncated", "gif-inside.jpg image-unsupported",
                "good-sloop.jpg image-duplicate", "good-sloop.jpg caption-contradiction",
                "gzip-with-bytes-behind.jpg image-not-an-image",
                "html-page.jpg image-not-an-image", "no-bytes.png image-not-an-image",
                "too-small.jpg image-too-small",
                "trigger-absent.jpg trigger-absent", "trigger-inside-word.jpg trigger-absent",
                "truncated-jpeg.jpg image-truncated", "truncated-png.png image-truncated",
                "- dataset-too-few", "- steps-forecast",
            ])
        #expect(
            outcome.report.rows == 16 && outcome.report.count(.error) == 10
                && outcome.report.count(.warning) == 5 && outcome.report.count(.note) == 1)
        #expect(outcome.sound.count == 6)
    }

    @Test func theGoodDatasetIsGood() async throws {
        let scene = try CheckScene()
        let rows = try Self.rows("harbour", scene)
        let outcome = try await scene.check(rows)
        #expect(try outcome.told == [] && outcome.sound.count == rows.count && rows.count > 10)
    }
}
