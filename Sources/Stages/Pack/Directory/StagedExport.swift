import Dataset
import Foundation
import Store

/// An export on its way: written out of sight, and swapped in whole. Without `swapIn` it goes away again, and the export
/// that stood there is as it was.
final class StagedExport {
    private let directory: String
    private let objects: ObjectStore
    private var locks: [Swap.Step] = []

    private var root: String { directory + "/" + Swap.staging }

    init(in destination: ExportDirectory, imagesIn objects: ObjectStore) throws {
        directory = destination.directory
        self.objects = objects
        try Self.removeTree(root)
        for folder in ["", "/new", "/locks", "/old"] where mkdir(root + folder, 0o755) != 0 {
            throw StoreError.system("make", root + folder)
        }
    }

    deinit {
        // What can't be removed now is cleared away by the next export there.
        try? Self.removeTree(root)
    }

    /// Where the export's entries are written, and its lock; those of a part below the part's own directory.
    func part(_ name: String?) throws -> (staging: Staging, lock: DigestedFile) {
        let prefix = name.map { $0 + "/" } ?? ""
        let lock = "\(Swap.staging)/locks/\(name ?? "whole").json"
        locks.append(.init(from: lock, to: prefix + ExportDirectory.lockName))
        if let name, mkdir("\(root)/new/\(name)", 0o755) != 0 {
            throw StoreError.system("make", "\(root)/new/\(name)")
        }
        return (Staging("\(root)/new/\(prefix)", imagesIn: objects), try DigestedFile("\(directory)/\(lock)"))
    }

    /// Swaps the export in.
    ///
    /// - Throws: `PackError` when files that no export wrote are in the way, `StoreError` when a renaming fails: the
    ///   earlier export stands as it was.
    func swapIn() throws {
        let earlier = Earlier(in: directory)
        let entries = try FileManager.default.contentsOfDirectory(atPath: root + "/new").sorted()
        for entry in entries { try earlier.refuseStrangers(in: entry) }
        if try !isOfThisPayload(earlier.receipt()) {
            try ReceiptFiles.keep("\(directory)/\(ReceiptForm.name)", in: directory)
        }
        let parts = try earlier.entries().filter {
            Parts.isName($0) && Self.isDirectory("\(directory)/\($0)")
        }
        for path in parts.flatMap({ ReceiptFiles.paths(in: "\(directory)/\($0)") }) {
            try ReceiptFiles.keep(path, in: directory)
        }
        let obsolete = try earlier.entries().filter { entry in
            try !entries.contains(entry) && earlier.strangers(in: entry).isEmpty
                && !(entry == ReceiptForm.name && isOfThisPayload(earlier.receipt()))
        }
        // Names are durable by their own directory alone: each level is synced, those inside of a part too.
        for path in try FileManager.default.subpathsOfDirectory(atPath: root + "/new")
        where Self.isDirectory("\(root)/new/\(path)") {
            try DurableFile.syncDirectory("\(root)/new/\(path)")
        }
        try Swap(
            aside: (entries + obsolete).filter { Self.isThere("\(directory)/\($0)") }, entries: entries,
            locks: locks
        ).run(in: directory)
    }

    /// Whether a receipt is of the payload that is swapped in: then it stays, and beside any other it would lie.
    private func isOfThisPayload(_ receipt: JSONValue?) throws -> Bool {
        guard let receipt, let whole = locks.first(where: { $0.to == ExportDirectory.lockName }) else {
            return false
        }
        let lock = try LockFile("\(directory)/\(whole.from)")
        return ReceiptForm.payload(of: receipt) == lock.head.payload.digest
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func removeTree(_ path: String) throws {
        guard isThere(path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw StoreError("could not remove \(path), which an earlier run left")
        }
    }
}
