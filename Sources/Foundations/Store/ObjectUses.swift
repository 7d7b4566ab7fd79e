import Dataset
import Foundation
import Synchronization

/// The kept files that this process uses. The time of a file's last change says when it was last used, and is set anew
/// when a process uses it for the first time; `StateDirectory.prune` removes none that was used since the oldest process
/// at work began.
final class ObjectUses: Sendable {
    private let lock: String
    private let marked = Mutex<Set<Digest>>([])

    /// - Parameter lock: the file that is locked while a file is marked, shared with others who mark.
    init(lockedBy lock: String) { self.lock = lock }

    /// Marks a kept file as used.
    ///
    /// - Returns: false when it is not there, has another size, or can't be marked: then nothing keeps another process
    ///   from removing it, and it has to be kept anew.
    func mark(_ digest: Digest, at path: String, bytes: Int64) -> Bool {
        func isThere() -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && Int64(status.st_size) == bytes
        }
        guard isThere() else { return false }
        if marked.withLock({ $0.contains(digest) }) { return true }
        // Whoever removes files holds the lock alone: between the look and the mark, none goes.
        let isMarked = FileUse.withSharedLock(lock) {
            isThere() && utimensat(AT_FDCWD, path, nil, 0) == 0
        }
        if isMarked { marked.withLock { _ = $0.insert(digest) } }
        return isMarked
    }
}

/// A lock that is taken for a moment, by many at once or by one alone.
enum FileUse {
    /// Runs `body` under the lock that many may hold, and gives what it gives; false when the lock's file can't be opened.
    /// Where the file system knows no locks, `body` runs without: nothing is pruned there.
    static func withSharedLock(_ path: String, _ body: () -> Bool) -> Bool {
        guard let descriptor = opened(path) else { return false }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_SH) != 0 && errno == EINTR {}
        return body()
    }

    /// How long to wait for those who mark a file, which takes microseconds.
    private static let patience = 5000

    /// Runs `body` while nobody else holds the lock.
    ///
    /// - Throws: `StoreError` when somebody holds it for seconds: a process that was stopped at that very moment.
    static func withLockAlone(_ path: String, _ body: () -> Bool) throws(StoreError) -> Bool {
        guard let descriptor = opened(path) else { throw .system("open", path) }
        defer { close(descriptor) }
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw .system("lock", path) }
            guard waited < patience else {
                throw StoreError(
                    "\(path) is held by a process that does not go on",
                    hint: "let the lorapipe that was stopped (Ctrl-Z) go on, or end it")
            }
            usleep(1000)
            waited += 1
        }
        return body()
    }

    /// Read only: a lock needs no more, and the file may be another user's.
    private static func opened(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
        return descriptor < 0 ? nil : descriptor
    }
}
