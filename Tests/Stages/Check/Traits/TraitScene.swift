import Dataset
import Foundation
import Vips

@testable import Check

/// Pictures on disk, measured; gone with the test.
final class TraitScene {
    let directory: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory.appendingPathComponent("traits-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    // A directory that is already gone needs no removing.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Writes a picture, by its name's ending, and gives the path.
    func save(
        _ picture: borrowing Picture, _ name: String = "a.png", quality: Int = 90, compression: Int = 1
    ) throws -> String {
        let path = directory + "/" + name
        let encoding: PictureEncoding =
            name.hasSuffix("png")
            ? .png(compression: compression)
            : name.hasSuffix("webp") ? .webp(quality: quality) : .jpeg(quality: quality)
        try picture.encode(to: path, as: encoding, keepingMetadata: true)
        return path
    }

    /// Measures a file.
    func measure(_ path: String, thumbnail: Bool = false) throws -> Traits.Measured {
        let format: ImageFormat = path.hasSuffix("png") ? .png : path.hasSuffix("webp") ? .webp : .jpeg
        let picture = try Picture.open(path, as: PictureFormat(format))
        let facts = ImageFacts(
            format: format, width: picture.width, height: picture.height, orientation: picture.orientation,
            bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
            isCMYK: picture.isCMYK, hasProfile: picture.hasICCProfile)
        return try Traits.measure(
            path, facts, deadline: Deadline(after: .seconds(60)), extras: thumbnail ? .thumbnail : [])
    }

    /// Writes and measures.
    func traits(_ picture: borrowing Picture, _ name: String = "a.png", quality: Int = 90) throws -> Traits {
        try measure(try save(picture, name, quality: quality)).traits
    }
}
