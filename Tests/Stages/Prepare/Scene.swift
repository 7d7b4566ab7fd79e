import Dataset
import Foundation
import Store
import Testing
import Vips

@testable import Prepare

/// A store of a test's own with a picture in it, gone with the test.
final class Scene {
    let directory: String
    let store: Store

    init() throws {
        directory =
            FileManager.default.temporaryDirectory.appendingPathComponent("prepare-\(UUID().uuidString)")
            .path
        store = try Store(at: directory)
    }

    // A directory that is already gone needs no removing.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// A `Prepare` with threads of its own.
    func prepare(threads: Int = 2, patience: Duration = .seconds(60)) -> Prepare {
        Prepare(store: store, workers: VipsRuntime.workers(threads), patience: patience)
    }

    /// Keeps a picture's file, metadata and all, and says what a check would have seen in it.
    func keep(_ picture: borrowing Picture, as encoding: PictureEncoding = .png(compression: 1)) throws
        -> Kept
    {
        let bytes = try picture.encoded(as: encoding, keepingMetadata: true)
        let (digest, count) = try store.objects.keep(bytes)
        let opened = try Picture.open(bytes: bytes, as: encoding.format)
        let format = ImageFormat(rawValue: encoding.format.rawValue) ?? .png
        return Kept(
            source: SourceImage(digest: digest, bytes: count),
            facts: ImageFacts(
                format: format, width: opened.width, height: opened.height, orientation: opened.orientation))
    }

    /// The pixels of a prepared picture.
    func pixels(_ image: PreparedImage) throws -> [UInt8] {
        let format = try #require(PictureFormat(rawValue: image.format.rawValue))
        return try Picture.open(store.objects.path(of: image.digest), as: format).pixels()
    }

    /// The steps for a kept picture, one by one.
    func steps(_ kept: Kept, _ recipe: Recipe = .small) throws -> Preparation {
        try Preparation(
            of: kept.source, in: store.objects, facts: kept.facts,
            plan: #require(CropPlan(recipe, from: kept.facts.upright)), by: recipe, within: .seconds(60))
    }
}

extension Prepare {
    /// By the plan that the recipe makes.
    func callAsFunction(_ source: SourceImage, _ facts: ImageFacts, _ recipe: Recipe) async throws
        -> PreparedImage
    {
        try await self(source, facts, #require(CropPlan(recipe, from: facts.upright)), recipe)
    }
}

/// A file in the store.
struct Kept: Sendable {
    var source: SourceImage
    var facts: ImageFacts
}

extension Recipe {
    static let small = Recipe(resolution: .r512)
}
