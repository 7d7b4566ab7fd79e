public import Dataset
import Foundation
import Store

/// The texts of an export's captions, of which its lock holds the digests alone.
public enum CaptionTexts {
    /// Those whose digest is wanted; what can't be read is left out, and what is read has the digest it is given under.
    ///
    /// - Parameter directory: the export; one without pictures gives nothing.
    /// - Throws: `StoreError`, `CancellationError`.
    public static func read(
        _ wanted: Set<Digest>, in directory: String, of manifest: Manifest
    ) throws -> [Digest: String] {
        guard !wanted.isEmpty else { return [:] }
        var texts: [Digest: String] = [:]
        func take(_ text: String) {
            let digest = Digest.of(text)
            if wanted.contains(digest) { texts[digest] = text }
        }
        if manifest.export == nil, FileManager.default.fileExists(atPath: directory + "/payload.json") {
            // A payload that breaks off gives the texts before that.
            do {
                try PayloadComparison.forEachCaption(in: directory + "/payload.json", of: manifest, take)
            } catch is PayloadReader.Broken {}
            return texts
        }
        guard let format = manifest.export.map({ Pack.ExportFormat(rawValue: $0.format) }) ?? .folder else {
            return texts
        }
        for file in manifest.export?.files ?? [] {
            let path = "\(directory)/\(file.path)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            if format == .webdataset {
                try ShardComparison.forEachCaption(in: path, take)
            } else if let member = LineComparison.captionMember(of: file.path) {
                var lines = FileLines(path)
                while let line = try lines.next() {
                    try Task.checkCancellation()
                    // A line that can't be read has no text to give.
                    if let json = try? JSONValue(parsing: line), let text = json[member]?.string {
                        take(text)
                    }
                }
            }
        }
        guard let pictures = format.layout.pictures, format.layout.hasCaptionFiles else { return texts }
        for image in manifest.images where wanted.contains(image.caption) {
            try Task.checkCancellation()
            let file = "\(directory)/\(pictures)/\(FileName.stem(of: image.filename)).txt"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            let bytes = try FileBytes.read(file, count: Int(try FileBytes.size(of: file)))
            take(String(decoding: bytes, as: UTF8.self))
        }
        return texts
    }
}
