import Dataset
import Foundation
import Store

/// An export on its way: written out of sight, and swapped in whole. Without `swapIn` it goes away again, and the export
/// that stood there is as it was.
final class StagedExport {
    /// Where its entries are written.
    let staging: Staging
    /// Where its lock is written; it must be the last file that is finished.
    let lock: DigestedFile

    private let place: ExportPlace
    private var directory: String { place.directory }

    init(in place: ExportPlace) throws {
        self.place = place
        let root = place.directory + "/" + Swap.staging
        try Self.removeTree(root)
        for folder in [root, root + "/new", root + "/locks", root + "/old"] where mkdir(folder, 0o755) != 0 {
            throw StoreError.system("make", folder)
        }
        staging = Staging(root + "/new")
        lock = try DigestedFile(root + "/locks/manifest.lock.json")
    }

    deinit {
        // What can't be removed now is cleared away by the next export there.
        try? Self.removeTree(directory + "/" + Swap.staging)
    }

    /// Swaps the export in.
    ///
    /// - Parameter statement: what to write beside the lock, of its digest; nil for none.
    /// - Throws: `PackError` when files that no export wrote are in the way, `StoreError` when a renaming fails: the
    ///   earlier export stands as it was.
    func swapIn(_ statement: (Digest) -> String?) throws {
        if let text = statement(try lock.finish().digest) { try staging.write(text, to: Attestation.name) }
        let earlier = Earlier(in: directory)
        let entries = try FileManager.default.contentsOfDirectory(
            atPath: "\(directory)/\(Swap.staging)/new"
        ).sorted()
        for entry in entries { try earlier.refuseStrangers(in: entry) }
        let obsolete = try earlier.entries.filter { entry in
            try !entries.contains(entry) && earlier.strangers(in: entry).isEmpty
        }
        let aside = (entries + obsolete).filter { Self.isThere("\(directory)/\($0)") }
        try Swap(
            earlierLock: "manifest.lock.json", aside: aside, entries: entries, lock: "manifest.lock.json"
        ).run(in: directory)
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
