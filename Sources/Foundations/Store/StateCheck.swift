public import Dataset
import Foundation

/// Something that is not as it should be.
public struct StateDamage: Sendable, Equatable {
    /// What it is about.
    public enum Kind: String, Sendable {
        case object, caches, temporaries, ledger
    }

    /// What it is about.
    public var kind: Kind
    /// Where.
    public var path: String
    /// What is wrong, and what was done.
    public var message: String
    /// Whether it is as it should be by now.
    public var isMended: Bool

    /// A damage.
    public init(_ kind: Kind, _ path: String, _ message: String, isMended: Bool) {
        self.kind = kind
        self.path = path
        self.message = message
        self.isMended = isMended
    }

    /// For programs.
    public var json: JSONValue {
        .record([
            "kind": .string(kind.rawValue), "path": .string(path), "message": .string(message),
            "mended": .bool(isMended),
        ])
    }
}

extension StateDirectory {
    /// Reads all that is kept and holds it against its names, and mends what is damaged.
    ///
    /// - Parameters:
    ///   - dryRun: whether to change nothing and only report.
    ///   - progress: takes how many bytes were read, of how many.
    /// - Throws: `StoreError` when another process prunes or checks, or something can't be read or removed;
    ///   `CancellationError`.
    public func check(dryRun: Bool, progress: (Int64, Int64) -> Void) throws -> [StateDamage] {
        let lock = try maintenanceLock()
        defer { withExtendedLifetime(lock) {} }
        var found = try checkObjects(dryRun, progress)
        found += try checkCaches(dryRun)
        let runs = try RunFolders(of: path)
        if !runs.left.isEmpty {
            if !dryRun { try TemporaryFolder.clear(path + "/tmp") }
            let files = runs.left.reduce(into: StateUsage.Amount()) { $0.add($1.files) }
            found.append(
                StateDamage(
                    .temporaries, path + "/tmp",
                    "\(files.count) file(s) of \(runs.left.count) run(s) that were killed"
                        + (dryRun ? "" : ": removed"), isMended: !dryRun))
        }
        return found
    }

    private func checkObjects(_ dryRun: Bool, _ progress: (Int64, Int64) -> Void) throws -> [StateDamage] {
        var (objects, found): ([Object], [StateDamage]) = ([], [])
        var bytes: Int64 = 0
        try forEachObject { stranger throws(StoreError) in
            found.append(
                StateDamage(
                    .object, stranger,
                    "its name is no digest: lorapipe did not write it, and leaves it alone",
                    isMended: true))
        } _: { object throws(StoreError) in
            objects.append(object)
            bytes += object.bytes
        }
        var read: Int64 = 0
        for object in objects {
            try Task.checkCancellation()
            let file = ObjectStore.path(of: object.digest, in: path)
            let fault: String?
            do throws(StoreError) {
                fault =
                    try ObjectStore.digest(ofFile: file).digest == object.digest
                    ? nil : "its bytes are not those of its name"
            } catch {
                // One that is gone by now was pruned or replaced. What the disk can't give back is damaged too.
                if error.code == ENOENT { continue }
                guard error.code == EIO else { throw error }
                fault = error.message
            }
            if let fault { found.append(try mend(object, fault, dryRun)) }
            read += object.bytes
            progress(read, bytes)
        }
        return found
    }

    /// A damaged file goes, so that it is fetched or prepared again; unless a run has put a whole one there meanwhile.
    private func mend(_ object: Object, _ fault: String, _ dryRun: Bool) throws(StoreError) -> StateDamage {
        let file = ObjectStore.path(of: object.digest, in: path)
        if dryRun { return StateDamage(.object, file, fault, isMended: false) }
        var code: Int32 = 0
        _ = try FileUse.withLockAlone(ObjectStore.useLock(in: path)) {
            var status = stat()
            guard lstat(file, &status) == 0, UInt64(status.st_ino) == object.inode else { return true }
            if unlink(file) != 0 { code = errno }
            return true
        }
        if code != 0 && code != ENOENT { throw .system("remove", file, code) }
        return StateDamage(
            .object, file, fault + ": removed, and fetched or prepared again when it is needed",
            isMended: true)
    }

    private func checkCaches(_ dryRun: Bool) throws(StoreError) -> [StateDamage] {
        let file = path + "/caches.sqlite"
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        if let fault = try DatabaseDamage.fault(of: file) {
            if dryRun { return [StateDamage(.caches, file, fault, isMended: false)] }
            return try [remakeCaches(file, fault)]
        }
        let useless = try Caches(in: path).useless(removes: !dryRun) { digest in
            access(ObjectStore.path(of: digest, in: path), F_OK) == 0
        }
        return useless.map { table, count in
            StateDamage(
                .caches, file,
                "\(count) row(s) of \(table) name files that are not kept, or can't be read"
                    + (dryRun ? "" : ": removed"), isMended: !dryRun)
        }
    }

    /// All that the caches know can be found out again.
    private func remakeCaches(_ file: String, _ fault: String) throws(StoreError) -> StateDamage {
        do {
            // Nobody opens them meanwhile.
            let opening = try FileLock(waitingAt: file + ".lock")
            defer { withExtendedLifetime(opening) {} }
            if DatabaseDamage.isOpen(file) {
                return StateDamage(
                    .caches, file,
                    "\(fault); another lorapipe has it open: check again when that has ended", isMended: false
                )
            }
            // The database last: a journal without one is of no effect, and removed by SQLite.
            for ending in ["-shm", "-wal", ""] where unlink(file + ending) != 0 && errno != ENOENT {
                throw StoreError.system("remove", file + ending)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError("\(error)")
        }
        _ = try Caches(in: path)
        return StateDamage(
            .caches, file, fault + ": made anew; pictures are looked at and prepared once more",
            isMended: true)
    }
}
