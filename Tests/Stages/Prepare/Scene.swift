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
        try keep(picture.encoded(as: encoding, keepingMetadata: true), as: encoding.format)
    }

    /// Keeps a file as it is.
    func keep(_ bytes: [UInt8], as format: PictureFormat) throws -> Kept {
        let (digest, count) = try store.objects.keep(bytes)
        let opened = try Picture.open(bytes: bytes, as: format)
        return Kept(
            source: SourceImage(digest: digest, bytes: count),
            facts: ImageFacts(
                format: ImageFormat(rawValue: format.rawValue) ?? .png, width: opened.width,
                height: opened.height, orientation: opened.orientation, bands: opened.bands,
                bitsPerBand: opened.bitsPerBand, hasAlpha: opened.hasAlpha, isCMYK: opened.isCMYK,
                hasProfile: opened.hasICCProfile))
    }

    /// The pixels of a prepared picture.
    func pixels(_ image: PreparedImage) throws -> [UInt8] {
        let format = try #require(PictureFormat(rawValue: image.format.rawValue))
        return try Picture.open(store.objects.path(of: image.digest), as: format).pixels()
    }

    /// The steps for a kept picture, one by one.
    func steps(_ kept: Kept, _ recipe: Recipe = .small) throws -> Preparation {
        try Preparation(
            of: kept.source, in: store.objects, facts: kept.facts, plan: kept.plan(recipe), by: recipe,
            within: .seconds(60))
    }

    /// Prepares a kept picture for the recipe's square.
    func prepared(
        _ kept: Kept, _ recipe: Recipe = .small, threads: Int = 2, patience: Duration = .seconds(60)
    ) async throws -> PreparedImage {
        try await prepare(threads: threads, patience: patience)(
            kept.source, kept.facts, kept.plan(recipe), recipe)
    }
}

/// A file in the store.
struct Kept: Sendable {
    var source: SourceImage
    var facts: ImageFacts

    /// The plan for the recipe's square.
    func plan(_ recipe: Recipe) throws -> CropPlan {
        try #require(CropPlan(recipe, from: facts.upright))
    }
}

extension Recipe {
    static let small = Recipe(resolution: .r512)
}
