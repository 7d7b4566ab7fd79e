import Dataset
import Foundation
import Store

/// `images/` of a folder export: pictures, and captions with the same stem.
struct PictureFolder {
    private let path: String
    /// The files that the export standing there wrote, by its lock; none without one.
    private let ours: Set<String>

    /// - Parameter earlier: the lock of the export that stands there.
    init(_ path: String, earlier: Manifest?) {
        self.path = path
        ours = Set((earlier?.images ?? []).flatMap { [$0.filename, Self.captionName(of: $0.filename)] })
    }

    /// Writes the pictures and captions beside each other under a new name, and swaps the folder in whole.
    func write(_ items: [NamedItem], from objects: ObjectStore) throws {
        let fresh = path + ".partial"
        try removeTree(fresh)
        if mkdir(fresh, 0o755) != 0 { throw StoreError.system("make", fresh) }
        for named in items {
            let file = try DurableFile("\(fresh)/\(named.filename)")
            try FileBytes.forEachChunk(of: objects.path(of: named.item.prepared.digest)) {
                chunk throws(StoreError) in
                try file.write(chunk)
            }
            try file.publish()
            let caption = try DurableFile("\(fresh)/\(Self.captionName(of: named.filename))")
            try caption.write(named.item.row.caption.utf8)
            try caption.publish()
        }
        try removeTree(path)
        if rename(fresh, path) != 0 { throw StoreError.system("rename to", path) }
        try DurableFile.syncDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// The caption file of a picture.
    static func captionName(of filename: String) -> String {
        (filename.lastIndex(of: ".").map { String(filename[..<$0]) } ?? filename) + ".txt"
    }

    /// A folder is only replaced when the lock beside it names everything in it.
    ///
    /// - Throws: `PackError` when it holds files that no export wrote.
    func refuseStrangers() throws {
        let strangers = try strangers()
        guard let first = strangers.sorted().first else { return }
        throw PackError(
            message: "\(path) holds \(strangers.count) file(s) that no export wrote, such as \(first)",
            hint: "choose another directory with --out, or move those files away")
    }

    /// Removes the pictures of an earlier export, unless files that no export wrote lie among them.
    func removeIfOurs() throws {
        if try strangers().isEmpty { try removeTree(path) }
    }

    private func strangers() throws -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return [] }
        let names =
            isDirectory.boolValue ? try FileManager.default.contentsOfDirectory(atPath: path) : [path]
        return names.filter { !ours.contains($0) }
    }

    private func removeTree(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
