import Dataset
import Foundation

/// A lock that one holder has at a time, by flock(2) on a file of its own: the system takes it back when its holder
/// ends, however that comes about, so none is ever left behind.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; nil when somebody else has it, in this process or another.
    ///
    /// - Throws: `StoreError` when the file can't be made, or its file system knows no locks.
    public init?(at path: String) throws(StoreError) {
        descriptor = try Self.file(at: path)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // From here on every way out runs `deinit`, which closes the file.
            if errno == EWOULDBLOCK { return nil }
            throw .system("lock", path)
        }
    }

    /// Takes the lock, and waits for it as long as somebody else has it: only for what takes a moment.
    ///
    /// - Throws: `StoreError` when the file can't be made. Where its file system knows no locks, it goes without.
    init(waitingAt path: String) throws(StoreError) {
        descriptor = try Self.file(at: path)
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    }

    private static func file(at path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .system("open", path) }
        return descriptor
    }

    deinit { close(descriptor) }
}

extension Store {
    /// Takes the right to hand anything over to a trainer; nil while somebody else has it who shares this ledger. What it
    /// says of submissions to that trainer changes by nobody else meanwhile.
    public func handoverLock(to endpoint: String) throws(StoreError) -> [FileLock]? {
        try ledger.handoverLock(to: endpoint)
    }
}

extension Ledger {
    func handoverLock(to endpoint: String) throws(StoreError) -> [FileLock]? {
        let name = Digest.of(endpoint).hex.prefix(32)
        let folder = directory + "/locks"
        if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw .system("make", folder) }
        guard let own = try FileLock(at: "\(folder)/\(name)") else { return nil }
        // Whoever works by the folder's own ledger takes its lock alone.
        guard let old, FileManager.default.fileExists(atPath: old.state + "/locks") else { return [own] }
        guard let other = try FileLock(at: "\(old.state)/locks/\(name)") else { return nil }
        try takeOver()
        return [own, other]
    }
}
