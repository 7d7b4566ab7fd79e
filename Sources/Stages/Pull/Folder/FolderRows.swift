import Dataset
import Foundation
import Store
import Workers

/// Reads a folder as a dataset: a row a picture, ordered by the bytes of the relative path.
struct FolderRows: RowSource {
    private let folder: FolderSource
    private let store: Store
    private let files: WorkerPool
    private let root: FolderRoot

    init(_ folder: FolderSource, store: Store, files: WorkerPool) {
        root = FolderRoot(folder.path)
        self.folder = folder
        self.store = store
        self.files = files
    }

    func datasets() async throws -> [DatasetInfo] {
        var rows = try await rows(in: store.objects.runTable())
        rows.dataset.rows = rows.count
        return [rows.dataset]
    }

    func rows(in table: RunTable) async throws -> Rows { try await files.run { try read(into: table) } }

    /// Row by row into the table, whatever order the folder lists them in.
    private func read(into table: RunTable) throws -> Rows {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw PullError(
                .settings, "there is no folder \(folder.path)",
                hint: "check pull.path; it is relative to the pipeline file")
        }
        let metadata = folder.path + "/metadata.jsonl"
        let writer = try RowWriter(table, sorts: true)
        var walk = PictureWalk(root)
        var status = stat()
        // A link that leads nowhere is reported.
        if lstat(metadata, &status) == 0 {
            try list(metadata, into: writer)
        } else {
            let captions = CaptionFile(in: root)
            try walk.forEach { path in
                let (caption, fault) = captions.caption(beside: path)
                try writer.append(
                    DatasetRow(
                        id: path, name: Self.name(of: path), image: path, caption: caption,
                        captionFault: fault), key: .text(path))
            }
        }
        let name = URL(fileURLWithPath: folder.path).lastPathComponent
        return try writer.finish(
            DatasetInfo(id: name, name: name, trigger: folder.trigger), leftOut: walk.leftOut)
    }

    /// The last name of a path, by its bytes.
    private static func name(of path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) } ?? path
    }

    /// The pictures that a `metadata.jsonl` names, in Hugging Face's form.
    private func list(_ metadata: String, into writer: RowWriter) throws {
        func failed(_ what: String, hint: String) -> PullError {
            PullError(.settings, "\(metadata)\(what)", hint: hint)
        }
        do {
            _ = try root.open("metadata.jsonl")
        } catch {
            let hint = "put the file itself there, or remove what is"
            switch error {
            case .leadsOut: throw failed(" leads out of the folder", hint: hint)
            case .absent, .leadsNowhere: throw failed(" is a link that leads nowhere", hint: hint)
            case .notRegular: throw failed(" is no regular file", hint: hint)
            case .unreadable(let why): throw failed(" can't be read: \(why)", hint: "check its permissions")
            }
        }
        // One line may hold any caption: what is too long is for the check to name.
        var lines = FileLines(metadata, longest: .max)
        while let bytes = try lines.nextBytes() {
            let line: String
            do throws(TextBytes.NotUTF8) {
                line = try TextBytes.text(bytes)
            } catch {
                throw failed(":\(lines.number) \(error.sentence)", hint: "save the file as UTF-8")
            }
            if line.allSatisfy(\.isWhitespace) { continue }
            let row: DatasetRow
            do throws(Unexpected) {
                row = try Self.row(line)
            } catch {
                throw failed(
                    ":\(lines.number): \(error.why)",
                    hint: "each line is an object with file_name and text")
            }
            try writer.append(row, key: .text(row.id))
        }
    }

    private struct Unexpected: Error {
        let why: String
    }

    private static func row(_ line: String) throws(Unexpected) -> DatasetRow {
        let json: JSONValue
        do { json = try JSONValue(parsing: line) } catch { throw Unexpected(why: "\(error)") }
        guard let file = json["file_name"]?.string, !file.isEmpty else {
            throw Unexpected(why: "file_name is missing")
        }
        return DatasetRow(
            id: file, name: name(of: file), image: file, caption: json["text"]?.string,
            focus: json["focus"]?.plainText)
    }
}
