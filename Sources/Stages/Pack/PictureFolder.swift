import Dataset
import Foundation
import Store

/// `images/` of a folder export: pictures, and captions with the same stem.
struct PictureFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Writes the pictures and captions beside each other under a new name, and swaps the folder in whole.
    ///
    /// - Throws: `PackError` when the folder that stands there holds files that no export wrote.
    func write(_ items: [NamedItem], from objects: ObjectStore) throws {
        try refuseStrangers()
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

    /// A folder is only replaced when everything in it looks like an export's: `stem-12 hex[-n].ext`.
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
        return names.filter {
            $0.wholeMatch(of: /.+-[0-9a-f]{12}(-[0-9]+)?\.(png|jpg|webp|txt)/) == nil
        }
    }

    private func removeTree(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
