import Dataset
import Store

/// Looks for what differs in a file with a line a picture, `images.jsonl` or `metadata.jsonl`.
enum LineComparison {
    /// Everything that does not fit, by line and row. For a file that is known to differ: it is read whole.
    static func mismatches(in path: String, _ place: String, against images: [ManifestImage]) throws
        -> [String]
    {
        let bytes = try FileBytes.read(path, count: Int(try FileBytes.size(of: path)))
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        var found: [String] = []
        for (position, image) in images.enumerated() {
            try Task.checkCancellation()
            guard let line = lines.popFirst(), !lines.isEmpty else {
                return found + ["\(place): line \(position + 1) is not whole (row \(image.row))"]
            }
            if let fault = fault(in: line, image, place) {
                found.append("\(place): line \(position + 1): \(fault) (row \(image.row))")
            }
        }
        if lines.map(Array.init) != [[]] { found.append("\(place) goes on behind its last line") }
        return found
    }

    /// The member of a line that holds the caption; nil for a file that is none of these two.
    static func captionMember(of file: String) -> String? {
        switch file {
        case JSONLExit.lines: "caption"
        case ImageFolderExit.metadata: "text"
        default: nil
        }
    }

    private static func fault(in line: ArraySlice<UInt8>, _ image: ManifestImage, _ place: String) -> String?
    {
        // What can't be read is not what was written.
        guard let json = try? JSONValue(parsing: Array(line)),
            let caption = captionMember(of: place).flatMap({ json[$0]?.string })
        else { return "it can't be read" }
        if Digest.of(caption) != image.caption { return "the caption differs from the lock" }
        let written =
            place == JSONLExit.lines
            ? JSONLExit.line(image.filename, caption)
            : ImageFolderExit.line(
                image.filename, caption, row: image.row, source: image.source, image.prepared)
        return Array(written.utf8.dropLast()) == Array(line) ? nil : "it differs from the lock"
    }
}
