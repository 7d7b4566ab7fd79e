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
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .system("open", path) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // From here on every way out runs `deinit`, which closes the file.
            if errno == EWOULDBLOCK { return nil }
            throw .system("lock", path)
        }
    }

    deinit { close(descriptor) }
}

extension Store {
    /// Takes the right to hand anything over to a trainer; nil while somebody else who shares this state directory has
    /// it. What the ledger says of submissions to that trainer changes by nobody else meanwhile.
    public func handoverLock(to endpoint: String) throws(StoreError) -> FileLock? {
        let folder = directory + "/locks"
        if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw .system("make", folder) }
        return try FileLock(at: folder + "/" + Digest.of(endpoint).hex.prefix(32))
    }
}
