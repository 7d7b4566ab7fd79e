import Dataset
import Foundation
import Store

/// Every picture below a folder, and what is left out there. Nothing but the folders still to be listed is held.
struct PictureWalk {
    /// What is no row.
    private(set) var leftOut = LeftOut()
    private let root: FolderRoot
    /// Paths below the root.
    private var pending: [[UInt8]] = [[]]

    init(_ root: FolderRoot) { self.root = root }

    /// Endings that look like a picture's. More than are read: the check names what it can't use.
    private static let endings: Set<String> = [
        "png", "apng", "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "webp", "gif", "bmp", "tif", "tiff",
        "avif", "heic", "heif", "jxl", "svg",
    ]

    /// Hands over the path of each picture, in the order in which the folders list them.
    ///
    /// - Throws: `PullError` when the folder itself can't be listed, and what `body` throws.
    mutating func forEach(_ body: (String) throws -> Void) throws {
        while let folder = pending.popLast() {
            let entries: DirectoryEntries
            do throws(StoreError) {
                entries = try DirectoryEntries(root.full(folder), followsLink: folder.isEmpty)
            } catch {
                try refuse(folder, error)
                continue
            }
            if !folder.isEmpty && isThere(folder + Array("/manifest.lock.json".utf8)) {
                leftOut.add(Self.text(folder), .export)
                continue
            }
            while let entry = try next(of: entries, folder) {
                let path = folder.isEmpty ? entry.name : folder + [0x2F] + entry.name
                if take(entry, path) { try body(Self.text(path)) }
            }
        }
    }

    private mutating func next(of entries: DirectoryEntries, _ folder: [UInt8]) throws -> DirectoryEntries
        .Entry?
    {
        do throws(StoreError) {
            return try entries.next()
        } catch {
            try refuse(folder, error)
            return nil
        }
    }

    /// A folder that can't be listed is reported and skipped; the dataset's own is all there is.
    private mutating func refuse(_ folder: [UInt8], _ error: StoreError) throws {
        let reason = error.code.map { String(cString: strerror($0)) } ?? error.message
        if folder.isEmpty {
            throw PullError(
                .settings, "the folder \(root.path) can't be listed: \(reason)",
                hint: "check its permissions, and pull.path")
        }
        leftOut.add("\(Self.text(folder)) (\(reason))", .unreadable)
    }

    /// Whether an entry is a row.
    private mutating func take(_ entry: DirectoryEntries.Entry, _ path: [UInt8]) -> Bool {
        if entry.name.first == UInt8(ascii: ".") || entry.name == Array("__MACOSX".utf8) {
            leftOut.add(Self.text(path), .hidden)
            return false
        }
        if entry.kind == .directory { pending.append(path) }
        let ending = Self.ending(of: entry.name)
        if Self.endings.contains(ending) { return true }
        switch entry.kind {
        case .directory: break
        case .link where isFolder(path):
            // What lies inside is read by itself.
            let isInside = FolderRoot.real(root.full(path)).map { $0 == root.full([]) || root.holds($0) }
            leftOut.add(Self.text(path), isInside == true ? .hidden : .linked)
        case .file, .link, .other:
            // A text may be a caption.
            if ending != "txt" { leftOut.add(Self.text(path), .otherFile) }
        }
        return false
    }

    private func isFolder(_ path: [UInt8]) -> Bool {
        var status = stat()
        return stat(root.full(path).map { CChar(bitPattern: $0) } + [0], &status) == 0
            && status.st_mode & S_IFMT == S_IFDIR
    }

    private func isThere(_ path: [UInt8]) -> Bool {
        var status = stat()
        return lstat(root.full(path).map { CChar(bitPattern: $0) } + [0], &status) == 0
    }

    /// What stands behind the last dot, in small letters; empty without one.
    private static func ending(of name: [UInt8]) -> String {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return text(Array(name[(dot + 1)...])).lowercased()
    }

    /// Of a name that is not UTF-8 the invalid bytes are lost: no file is found by it, which is a finding of its row.
    private static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
