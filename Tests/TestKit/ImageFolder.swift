import Foundation
public import Vips

/// Picture files in a directory of their own; gone with the test.
public final class ImageFolder {
    /// The directory's path.
    public let directory: String

    /// Makes the directory.
    public init() throws {
        directory =
            FileManager.default.temporaryDirectory.appendingPathComponent("images-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    // A directory that is already gone needs no removing.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Writes a picture, by its name's ending, and gives the path.
    public func save(
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
}
