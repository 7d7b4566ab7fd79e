import Foundation

/// A directory of one process's own below `tmp/`, in which the files lie that it is writing. It is held by a lock as
/// long as this value lives, so that nobody clears it away meanwhile: the number of a process says nothing to a process
/// in another container, a lock does.
final class TemporaryFolder: Sendable {
    /// The directory.
    let path: String
    /// Open for the lock alone.
    private let descriptor: Int32

    static let start = "run-"
    static let lock = "lock"

    /// Makes one.
    ///
    /// - Throws: `StoreError` when it can't be made.
    init(in parent: String) throws(StoreError) {
        // Somebody who clears may take a directory away between its making and its locking: then another is made.
        for _ in 0..<100 {
            let path = "\(parent)/\(Self.start)\(UUID().uuidString)"
            if mkdir(path, 0o700) != 0 { throw .system("make", path) }
            let descriptor = open(
                "\(path)/\(Self.lock)", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor < 0 {
                if errno == ENOENT { continue }
                throw .system("create", "\(path)/\(Self.lock)")
            }
            // A file system without locks: there nobody clears by them either.
            let isHeld = Self.take(descriptor) != .byOthers
            var status = stat()
            if isHeld, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
                LockHolder.write(to: descriptor)
                self.path = path
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
        throw StoreError("could not make a directory below \(parent)")
    }

    deinit {
        // Whoever was writing in here has kept this value until now: what is left is nobody's.
        if let folder = try? DirectoryEntries(Array(path.utf8)) { Self.empty(folder) }
        rmdir(path)
        close(descriptor)
    }

    enum Held { case byUs, byOthers, unknown }

    private static func take(_ descriptor: Int32) -> Held {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            return errno == EWOULDBLOCK ? .byOthers : .unknown
        }
        return .byUs
    }

    /// How old something must be that no lock speaks for: no file takes that long to be written.
    private static let old = 24 * 3600

    /// Removes what processes left that are gone: directories that nobody holds, and what earlier versions wrote, which
    /// held nothing, once it is a day old. A `tmp` that is a link is left alone: a state directory may come from
    /// somebody else.
    ///
    /// - Throws: `StoreError` when `parent` can't be listed.
    static func clear(_ parent: String) throws(StoreError) {
        var status = stat()
        guard lstat(parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
        let entries = try DirectoryEntries(Array(parent.utf8))
        while let entry = try entries.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            switch entry.kind {
            case .directory where name.utf8.starts(with: start.utf8): clear(name, in: entries, parent)
            case .file where isOfEarlierVersion(name) && isOld(name, in: entries.descriptor):
                unlinkat(entries.descriptor, name, 0)
            default: break
            }
        }
    }

    static func clear(_ name: String, in parent: DirectoryEntries, _ path: String) {
        // What can't be opened is somebody else's, or gone by now.
        guard let folder = try? DirectoryEntries(Array("\(path)/\(name)".utf8)) else { return }
        let descriptor = openat(folder.descriptor, lock, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        switch descriptor < 0 ? .unknown : take(descriptor) {
        case .byOthers: return
        case .unknown where !isOld(name, in: parent.descriptor): return
        case .unknown, .byUs: break
        }
        empty(folder)
        unlinkat(parent.descriptor, name, AT_REMOVEDIR)
    }

    /// Removes the files in a directory, the lock last. A directory in there was not made by us, and stays.
    private static func empty(_ folder: DirectoryEntries) {
        // What can't be listed now is tried again by the next run.
        while let entry = try? folder.next() {
            if entry.name != Array(lock.utf8) {
                unlinkat(folder.descriptor, String(decoding: entry.name, as: UTF8.self), 0)
            }
        }
        unlinkat(folder.descriptor, lock, 0)
    }

    /// As in `4711-` and a UUID, and what downloads put behind that.
    static func isOfEarlierVersion(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1)
        return parts.count == 2 && parts[0].allSatisfy { (0x30...0x39).contains($0) }
            && UUID(uuidString: String(decoding: parts[1].prefix(36), as: UTF8.self)) != nil
    }

    static func isOld(_ name: String, in directory: Int32) -> Bool {
        var status = stat()
        return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            && status.st_mtim.tv_sec < time(nil) - old
    }
}
