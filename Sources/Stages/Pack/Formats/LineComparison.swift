import Dataset
import Store

/// Looks for what differs in a file with a line a picture, `images.jsonl` or `metadata.jsonl`.
enum LineComparison {
    /// Everything that does not fit, by line and row. For a file that is known to differ: it is read whole.
    static func mismatches(in path: String, _ file: String, against images: [ManifestImage]) throws
        -> [String]
    {
        let bytes = try FileBytes.read(path, count: Int(try FileBytes.size(of: path)))
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        var found: [String] = []
        for (position, image) in images.enumerated() {
            try Task.checkCancellation()
            guard let line = lines.popFirst(), !lines.isEmpty else {
                return found + ["\(file): line \(position + 1) is not whole (row \(image.row))"]
            }
            if let fault = fault(in: line, image, file) {
                found.append("\(file): line \(position + 1): \(fault) (row \(image.row))")
            }
        }
        if lines.map(Array.init) != [[]] { found.append("\(file) goes on behind its last line") }
        return found
    }

    /// The member of a line that holds the caption; nil for a file that is none of these two.
    static func captionMember(of file: String) -> String? {
        switch file {
        case JSONLExporter.lines: "caption"
        case ImageFolderExporter.metadata: "text"
        default: nil
        }
    }

    private static func fault(in line: ArraySlice<UInt8>, _ image: ManifestImage, _ file: String) -> String? {
        // What can't be read is not what was written.
        guard let json = try? JSONValue(parsing: Array(line)),
            let caption = captionMember(of: file).flatMap({ json[$0]?.string })
        else { return "it can't be read" }
        if Digest.of(caption) != image.caption { return "the caption differs from the lock" }
        let written =
            file == JSONLExporter.lines
            ? JSONLExporter.line(image.filename, caption)
            : ImageFolderExporter.line(
                image.filename, caption, row: image.row, source: image.source, image.prepared)
        return Array(written.utf8.dropLast()) == Array(line) ? nil : "it differs from the lock"
    }
}
