import Dataset
import Foundation
import Store

/// Walks through a shard by the exact grammar that `WebDatasetExporter` writes.
struct ShardComparison {
    let path: String
    /// The shard's path in the export.
    let place: String
    let images: [ManifestImage]

    /// What differs, by picture; nothing is read behind a place where the grammar breaks.
    ///
    /// - Parameters:
    ///   - isSame: whether the whole shard is known to be the lock's, so that its members need not be read.
    ///   - look: is given each picture that is the lock's.
    func mismatches(isSame: Bool, look: FormatComparison.Look?) throws -> [String] {
        var found: [String] = []
        var offset: Int64 = 0
        // The name of its first member says at which picture a shard begins.
        guard let first = try member(at: 0),
            var position = images.firstIndex(where: {
                WebDatasetExporter.key(of: $0.filename) == FileName.key(of: first.name)
            })
        else { return ["\(place): byte 0 is not what was written there (a sample of this export expected)"] }
        while position < images.count, try !isEnd(at: offset) {
            try Task.checkCancellation()
            let image = images[position]
            for part in parts(of: image) {
                guard let member = try member(at: offset), member.name == part.name else {
                    let words = "\(part.name) expected, row \(image.row)"
                    return found + ["\(place): byte \(offset) is not what was written there (\(words))"]
                }
                let start = offset + Int64(TarMember.block)
                let isPartSame = try isSame || digest(from: start, count: member.size) == part.digest
                if !isPartSame {
                    found.append(
                        "\(place): \(part.what) \(part.name) differs from the lock (row \(image.row))")
                } else if part.isPicture, member.size == image.prepared.bytes {
                    try look?(path, start, image, "\(place): \(part.name) (row \(image.row))")
                }
                offset += member.span
            }
            position += 1
        }
        return found
    }

    /// The captions in a shard, up to a place where its grammar breaks.
    static func forEachCaption(in path: String, _ body: (String) -> Void) throws {
        var offset: Int64 = 0
        while let member = TarMember(header: try FileBytes.read(path, at: offset, count: TarMember.block)) {
            try Task.checkCancellation()
            if member.name.hasSuffix(".txt") {
                let start = offset + Int64(TarMember.block)
                let bytes = try FileBytes.read(path, at: start, count: Int(min(member.size, 1 << 24)))
                body(String(decoding: bytes, as: UTF8.self))
            }
            offset += member.span
        }
    }

    private struct Part {
        let name: String
        let digest: Digest
        let what: String
        var isPicture = false
    }

    private func parts(of image: ManifestImage) -> [Part] {
        let key = WebDatasetExporter.key(of: image.filename)
        let facts = WebDatasetExporter.facts(
            image.filename, row: image.row, source: image.source, image.sourceImage, image.prepared)
        return [
            Part(
                name: "\(key).\(image.prepared.format.fileExtension)", digest: image.prepared.digest,
                what: "the picture", isPicture: true),
            Part(name: "\(key).txt", digest: image.caption, what: "the caption"),
            Part(name: "\(key).json", digest: Digest.of(facts), what: "the text"),
        ]
    }

    private func member(at offset: Int64) throws -> TarMember? {
        TarMember(header: try FileBytes.read(path, at: offset, count: TarMember.block))
    }

    private func isEnd(at offset: Int64) throws -> Bool {
        try FileBytes.read(path, at: offset, count: TarMember.end.count) == TarMember.end
    }

    private func digest(from offset: Int64, count: Int64) throws -> Digest {
        var digest = RunningDigest()
        var read: Int64 = 0
        while read < count {
            try Task.checkCancellation()
            let piece = try FileBytes.read(path, at: offset + read, count: Int(min(1 << 18, count - read)))
            if piece.isEmpty { break }
            digest.update(piece)
            read += Int64(piece.count)
        }
        return digest.finish()
    }
}

extension FileName {
    /// A name up to its first dot: the key of a shard's member.
    fileprivate static func key(of name: String) -> String { String(name.prefix { $0 != "." }) }
}
