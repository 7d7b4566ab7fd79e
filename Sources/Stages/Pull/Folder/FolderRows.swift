import Dataset
import Foundation
import Store

/// Reads a folder as a dataset: a row a picture, ordered by the bytes of the relative path.
struct FolderRows: RowSource {
    private let folder: FolderSource
    private let store: Store

    init(_ folder: FolderSource, store: Store) {
        self.folder = folder
        self.store = store
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
        let spool = try RowSpool(in: objects)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw PullError(
                .settings, "there is no folder \(folder.path)",
                hint: "check pull.path; it is relative to the pipeline file")
        }
        let metadata = folder.path + "/metadata.jsonl"
        let rows = FileManager.default.fileExists(atPath: metadata) ? try listed(metadata) : try found()
        for row in rows.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
            try spool.append(row)
        }
        let name = URL(fileURLWithPath: folder.path).lastPathComponent
        return try spool.close(of: DatasetInfo(id: name, name: name, trigger: folder.trigger))
    }

    /// Every picture below the folder, with the caption file beside it.
    private func found() throws -> [DatasetRow] {
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else {
            throw PullError(
                .settings, "the folder \(folder.path) can't be listed", hint: "check its permissions")
        }
        return walk.compactMap { $0 as? String }.compactMap { path in
            let url = URL(fileURLWithPath: path)
            guard Self.endings.contains(url.pathExtension.lowercased()) else { return nil }
            return DatasetRow(
                id: path, name: url.lastPathComponent, image: path, caption: caption(beside: path))
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
        let root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().path.hasPrefix(root + "/")
    }

    /// The pictures that a `metadata.jsonl` names, in Hugging Face's form.
    private func listed(_ metadata: String) throws -> [DatasetRow] {
        guard liesInside(metadata) else {
            throw PullError(
                .settings, "\(metadata) leads out of the folder", hint: "put the file itself there")
        }
        let bytes = try FileBytes.read(metadata, count: Int(try FileBytes.size(of: metadata)))
        // Lines end at LF only: other characters that Unicode calls line ends may stand inside a JSON string.
        return try bytes.trimmingPrefix([0xEF, 0xBB, 0xBF]).split(
            separator: 0x0A, omittingEmptySubsequences: false
        )
        .enumerated()
        .compactMap { number, bytes in
            let line = String(decoding: bytes, as: UTF8.self)
            if line.allSatisfy(\.isWhitespace) { return nil }
            func wrong(_ why: String) -> PullError {
                PullError(
                    .settings, "\(metadata):\(number + 1): \(why)",
                    hint: "each line is an object with file_name and text")
            }
            let json: JSONValue
            do { json = try JSONValue(parsing: line) } catch { throw wrong("\(error)") }
            guard let file = json["file_name"]?.string, !file.isEmpty else {
                throw wrong("file_name is missing")
            }
            let name = file.split(separator: "/").last.map(String.init) ?? file
            return DatasetRow(id: file, name: name, image: file, caption: json["text"]?.string)
        }
    }
}
