import Foundation
import Store

/// A directory that is reached without following a link: each part of its path is opened by itself, below the one
/// before, so that none is a link, and none can become one between the look and the use.
final class RealDirectory {
    /// For messages.
    let path: String
    private let descriptor: Int32

    /// The directory that a person named; a link to it is followed, since it is theirs.
    init(_ path: String) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw .system("open", path) }
    }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The directory at a path below; nil when there is nothing.
    ///
    /// - Throws: `StoreError` when a part of the path is a link or no directory.
    func directory(at parts: some Sequence<String>) throws(StoreError) -> RealDirectory? {
        var directory = self
        for name in parts {
            let path = "\(directory.path)/\(name)"
            let below = openat(directory.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            switch below < 0 ? errno : 0 {
            case 0: directory = RealDirectory(path, below)
            case ENOENT: return nil
            case ENOTDIR, ELOOP:
                throw StoreError(
                    "\(path) is a link or no directory: no file is moved through it",
                    hint: "look where it leads, and remove it")
            case let code: throw .system("open", path, code)
            }
        }
        return directory
    }

    /// Whether something of that name is there, be it a link that leads nowhere.
    func holds(_ name: String) -> Bool {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    }

    /// Renames what is here into another directory. A link is renamed itself, not what it leads to.
    func rename(_ name: String, to directory: RealDirectory, _ newName: String) throws(StoreError) {
        if renameat(descriptor, name, directory.descriptor, newName) != 0 {
            throw .system("rename \(path)/\(name) to", "\(directory.path)/\(newName)")
        }
    }

    /// Removes a file, if it is there.
    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    /// Makes the names in it durable.
    func sync() throws(StoreError) {
        if fsync(descriptor) != 0 { throw .system("sync", path) }
    }

    /// The bytes of a file of this user's; nil when it is not there.
    ///
    /// - Throws: `StoreError` for a link, another's file, one that is no regular file or is longer than `limit`.
    func bytes(ofOwn name: String, limit: Int) throws(StoreError) -> [UInt8]? {
        let file = "\(path)/\(name)"
        let opened = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if opened < 0 && errno == ENOENT { return nil }
        if opened < 0 { throw .system("open", file) }
        defer { close(opened) }
        var status = stat()
        if fstat(opened, &status) != 0 { throw .system("look at", file) }
        guard status.st_uid == geteuid() else {
            throw StoreError(
                "\(file) is another user's: nothing that it says is done",
                hint: "run this as the user who wrote it, or remove \(path) and export again")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            throw StoreError("\(file) can't be read", hint: "remove \(path) and export again")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(opened, $0.baseAddress! + filled, $0.count - filled)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .system("read", file) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }
}
