public import Dataset
public import Foundation

/// A state directory as it lies there, for those who look after it: to open it makes and changes nothing.
public struct StateDirectory: Sendable {
    /// Its absolute path.
    public let path: String

    /// The directory at a path, whether or not it is there.
    public init(_ path: String) { self.path = URL(fileURLWithPath: path).path }

    /// Whether it is there.
    public var exists: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// A kept file.
    public struct Object: Sendable {
        /// The name, which is the digest of the bytes.
        public let digest: Digest
        /// The size.
        public let bytes: Int64
        /// When it was last used, in seconds since 1970.
        public let usedAt: Double
        let inode: UInt64

        /// When it was last used.
        public var lastUse: Date { Date(timeIntervalSince1970: usedAt) }
    }

    /// The right to prune or check, which one process has at a time.
    ///
    /// - Throws: `StoreError` when another one has it.
    func maintenanceLock() throws(StoreError) -> FileLock {
        let file = path + "/maintenance.lock"
        if let lock = try FileLock(at: file) { return lock }
        let holder = LockHolder.read(file).map { " \($0)" } ?? ""
        throw StoreError(
            "\(path) is being pruned or checked\(holder)", hint: "wait until that is done")
    }

    /// Every kept file, in no order. `stranger` is given the paths of what lies among them and has no digest's name.
    func forEachObject(
        stranger: (String) throws(StoreError) -> Void = { _ in },
        _ body: (Object) throws(StoreError) -> Void
    ) throws(StoreError) {
        let root = path + "/objects"
        guard let folders = try Self.entries(root) else { return }
        while let folder = try folders.next() {
            let name = String(decoding: folder.name, as: UTF8.self)
            guard folder.kind == .directory, folder.name.count == 2 else {
                try stranger("\(root)/\(name)")
                continue
            }
            guard let files = try Self.entries("\(root)/\(name)") else { continue }
            while let file = try files.next() {
                let hex = String(decoding: file.name, as: UTF8.self)
                guard file.kind == .file, let digest = Digest(hex: hex), hex.hasPrefix(name),
                    hex == digest.hex
                else {
                    try stranger("\(root)/\(name)/\(hex)")
                    continue
                }
                var status = stat()
                // One that is gone by now was removed by a process that found it damaged.
                guard fstatat(files.descriptor, hex, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
                try body(
                    Object(
                        digest: digest, bytes: Int64(status.st_size), usedAt: status.st_mtim.seconds,
                        inode: UInt64(status.st_ino)))
            }
        }
    }

    /// The entries of a directory; nil where there is none.
    static func entries(_ path: String) throws(StoreError) -> DirectoryEntries? {
        do {
            return try DirectoryEntries(Array(path.utf8))
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// Removes kept files that were not used from a moment on, and are still the same files: each under a lock of its
    /// own, so that nobody who marks one waits for long.
    ///
    /// - Returns: those that were removed.
    func remove(_ objects: [Object], unusedSince moment: Double) throws(StoreError) -> [Object] {
        var removed: [Object] = []
        for object in objects {
            let file = ObjectStore.path(of: object.digest, in: path)
            var code: Int32 = 0
            let isGone = try FileUse.withLockAlone(ObjectStore.useLock(in: path)) {
                var status = stat()
                guard lstat(file, &status) == 0, status.st_mtim.seconds < moment,
                    UInt64(status.st_ino) == object.inode
                else { return false }
                if unlink(file) == 0 { return true }
                code = errno
                return false
            }
            if code != 0 && code != ENOENT { throw .system("remove", file, code) }
            if isGone { removed.append(object) }
        }
        return removed
    }
}

extension timespec {
    /// Seconds since 1970.
    var seconds: Double { Double(tv_sec) + Double(tv_nsec) / 1e9 }
}
