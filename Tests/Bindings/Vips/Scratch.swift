import Foundation
import Vips

/// A directory of a test's own, gone with it.
final class Scratch {
    let directory: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory.appendingPathComponent("vips-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    // A directory that is already gone needs no removing.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { directory + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Writes a picture with its metadata and gives the path.
    func save(_ picture: borrowing Picture, _ name: String, as encoding: PictureEncoding) throws -> String {
        try picture.encode(to: path(name), as: encoding, keepingMetadata: true)
        return path(name)
    }
}

/// Pixels that no codec can flatten away: each differs from its neighbours.
func noise(_ width: Int, _ height: Int, bands: Int = 3) throws -> Picture {
    var state: UInt32 = 7
    let pixels = (0..<width * height * bands).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    return try Picture.fromPixels(pixels, width: width, height: height, bands: bands)
}

extension PictureEncoding {
    static let each: [PictureEncoding] = [.png(compression: 6), .jpeg(quality: 90), .webp(quality: 90)]
}
