import Dataset
import Foundation
import Store
import Workers

/// Reads a folder as a dataset: a row a picture, ordered by the bytes of the relative path.
struct FolderRows: RowSource {
    private let folder: FolderSource
    private let store: Store
    private let files: WorkerPool
    /// The folder itself, behind all links to it.
    private let root: String

    init(_ folder: FolderSource, store: Store, files: WorkerPool) {
        root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
        self.folder = folder
        self.store = store
        self.files = files
    }

    func datasets() async throws -> [DatasetInfo] {
        var rows = try await rows(in: store.objects)
        rows.dataset.rows = rows.count
        return [rows.dataset]
    }

    /// Endings that look like a picture's. More than are read: the check names what it can't use.
    private static let endings: Set<String> = [
        "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "heif", "jxl", "svg",
    ]

    private static let longestCaption = 1 << 16

    func rows(in objects: ObjectStore) async throws -> Rows {
        try await files.run { try read(in: objects) }
    }

    /// Row by row into a sorter, whatever order the folder lists them in: none of it is held.
    private func read(in objects: ObjectStore) throws -> Rows {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw PullError(
                .settings, "there is no folder \(folder.path)",
                hint: "check pull.path; it is relative to the pipeline file")
        }
        let metadata = folder.path + "/metadata.jsonl"
        let sorter = try RowSorter(in: objects)
        if FileManager.default.fileExists(atPath: metadata) {
            try list(metadata, into: sorter)
        } else {
            try find(into: sorter)
        }
        let spool = try RowSpool(in: objects)
        try sorter.drain(into: spool)
        let name = URL(fileURLWithPath: folder.path).lastPathComponent
        return try spool.close(of: DatasetInfo(id: name, name: name, trigger: folder.trigger))
    }

    /// Every picture below the folder, with the caption file beside it.
    private func find(into sorter: RowSorter) throws {
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else {
            throw PullError(
                .settings, "the folder \(folder.path) can't be listed", hint: "check its permissions")
        }
        for case let path as String in walk {
            let url = URL(fileURLWithPath: path)
            guard Self.endings.contains(url.pathExtension.lowercased()) else { continue }
            try sorter.append(
                DatasetRow(
                    id: path, name: url.lastPathComponent, image: path, caption: caption(beside: path)),
                key: .text(path))
        }
    }

    /// nil when there is no caption file, or none that can be read: one bad file must not stop the rest, and the
    /// check names the row. A link out of the folder is none: it would send another file's text to the trainer.
    private func caption(beside picture: String) -> String? {
        let stem = picture.lastIndex(of: ".").map { String(picture[..<$0]) } ?? picture
        let path = "\(folder.path)/\(stem).txt"
        guard liesInside(path) else { return nil }
        // What isn't UTF-8 becomes U+FFFD, and what is no caption by its size is cut: for the check to name.
        guard let bytes = try? FileBytes.read(path, count: Self.longestCaption) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    private func liesInside(_ path: String) -> Bool {
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().path.hasPrefix(root + "/")
    }

    /// The pictures that a `metadata.jsonl` names, in Hugging Face's form.
    private func list(_ metadata: String, into sorter: RowSorter) throws {
        guard liesInside(metadata) else {
            throw PullError(
                .settings, "\(metadata) leads out of the folder", hint: "put the file itself there")
        }
        // One line may hold any caption: what is too long is for the check to name.
        var lines = FileLines(metadata, .lenient, longest: .max)
        while let line = try lines.next() {
            if line.allSatisfy(\.isWhitespace) { continue }
            let row: DatasetRow
            do throws(Odd) {
                row = try Self.row(line)
            } catch {
                throw PullError(
                    .settings, "\(metadata):\(lines.number): \(error.why)",
                    hint: "each line is an object with file_name and text")
            }
            try sorter.append(row, key: .text(row.id))
        }
    }

    private struct Odd: Error {
        let why: String
    }

    private static func row(_ line: String) throws(Odd) -> DatasetRow {
        let json: JSONValue
        do { json = try JSONValue(parsing: line) } catch { throw Odd(why: "\(error)") }
        guard let file = json["file_name"]?.string, !file.isEmpty else {
            throw Odd(why: "file_name is missing")
        }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return DatasetRow(
            id: file, name: name, image: file, caption: json["text"]?.string,
            focus: json["focus"]?.plainText)
    }
}
