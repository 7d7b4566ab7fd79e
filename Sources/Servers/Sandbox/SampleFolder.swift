import Dataset
import Foundation
import Store

/// A folder of pictures with captions and a `dataset.json`, as the rows that it becomes.
struct SampleFolder: Sendable {
    let path: String
    let name: String
    let trigger: String
    let rows: [Row]

    /// A row to be. `url` is nil when it follows from the name.
    struct Row: Sendable, Equatable {
        var name: String
        var url: String?
        var caption: String?
    }

    /// The dataset's id: the same for the same name, so that two sandboxes export the same lock.
    var id: String { DeterministicID.of("lorapipe sandbox dataset \(name)") }

    /// The pictures' file names, in the order of their bytes.
    let pictures: [String]

    private static let endings: Set<String> = [
        "png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff", "avif", "heic",
    ]

    init(path: String) throws {
        self.path = path
        let file = path + "/dataset.json"
        let description: JSONValue
        let files: [String]
        do {
            description = try JSONValue(parsing: try Self.bytes(of: file))
            files = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            let reason =
                (error as? JSONError)?.description ?? (error as? StoreError)?.message
                ?? error.localizedDescription
            throw SandboxError(
                message: "cannot read \(file): \(reason)",
                hint: "a sample folder needs one, as in {\"name\":\"Harbour\",\"trigger\":\"h4rbour\"}")
        }
        guard let name = description["name"]?.string, let trigger = description["trigger"]?.string else {
            throw SandboxError(
                message: "\(file) has no name or no trigger", hint: "give both, as strings")
        }
        self.name = name
        self.trigger = trigger
        pictures =
            files
            .filter { Self.endings.contains((($0 as NSString).pathExtension).lowercased()) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        rows =
            try pictures.map { Row(name: $0, url: nil, caption: try Self.caption(of: $0, in: path)) }
            + Self.extraRows(description, file)
    }

    /// Two datasets of one name would be one and the same.
    static func checkDistinct(_ folders: [SampleFolder]) throws {
        var seen: Set<String> = []
        for folder in folders where !seen.insert(folder.name).inserted {
            throw SandboxError(
                message: "two sample folders hold a dataset named \(folder.name)", hint: "rename one of them")
        }
    }

    private static func bytes(of path: String) throws(StoreError) -> [UInt8] {
        let file = try RegularFile(path)
        return try file.read(count: Int(file.bytes))
    }

    /// The text beside a picture without its last line end: nil without a file, empty for an empty one.
    private static func caption(of picture: String, in path: String) throws -> String? {
        let file = path + "/" + (picture as NSString).deletingPathExtension + ".txt"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let text: String
        do throws(StoreError) {
            text = String(decoding: try bytes(of: file), as: UTF8.self)
        } catch {
            throw SandboxError(message: "cannot read a caption: \(error.message)", hint: error.hint)
        }
        return text.last?.isNewline == true ? String(text.dropLast()) : text
    }

    /// Rows without a file of their own: for faults that a folder cannot hold.
    private static func extraRows(_ description: JSONValue, _ file: String) throws -> [Row] {
        try (description["extra_rows"]?.array ?? []).map { row in
            guard let name = row["image_name"]?.string else {
                throw SandboxError(
                    message: "an entry of extra_rows in \(file) has no image_name", hint: "give it one")
            }
            return Row(name: name, url: row["image_url"]?.string, caption: row["caption"]?.string)
        }
    }
}

/// Ids that are the same for the same words.
enum DeterministicID {
    /// A UUID of version 8 (RFC 9562: made by an own rule) from the text's SHA-256.
    static func of(_ text: String) -> String {
        var hex = Array(Digest.of(text).hex.prefix(32))
        hex[12] = "8"
        hex[16] = "8"
        let parts = [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
        return parts.map { String($0) }.joined(separator: "-")
    }
}
