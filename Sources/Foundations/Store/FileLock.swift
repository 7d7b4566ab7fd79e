import Dataset
import Foundation

/// A lock that one holder has at a time, by flock(2) on a file of its own: the system takes it back when its holder
/// ends, however that comes about, so none is ever left behind. The file says who holds it, as `LockHolder`.
public final class FileLock: Sendable {
    private let descriptor: Int32
    /// Whether the file names this process.
    private let isNamed: Bool

    /// Takes the lock; nil when somebody else has it, in this process or another.
    ///
    /// - Throws: `StoreError` when the file can't be made, or its file system knows no locks.
    public init?(at path: String) throws(StoreError) {
        descriptor = try Self.file(at: path)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // From here on every way out runs `deinit`, which closes the file.
            if errno == EWOULDBLOCK {
                isNamed = false
                return nil
            }
            isNamed = false
            throw .system("lock", path)
        }
        isNamed = true
        LockHolder.write(to: descriptor)
    }

    /// How long to wait for what takes a moment, in milliseconds.
    private static let patience = 120_000

    /// Takes the lock, and waits for it while somebody else has it: only for what takes a moment.
    ///
    /// - Throws: `StoreError` when the file can't be made, or a process that does not go on has the lock. Where its file
    ///   system knows no locks, it goes without.
    init(waitingAt path: String) throws(StoreError) {
        descriptor = try Self.file(at: path)
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            if errno != EWOULDBLOCK { break }
            guard waited < Self.patience else {
                isNamed = false
                let holder = LockHolder.read(path).map { " \($0)" } ?? " by another process"
                throw StoreError(
                    "\(path) is held\(holder)",
                    hint: "wait until that is done, or end it where it does not go on")
            }
            usleep(2000)
            waited += 2
        }
        isNamed = true
        LockHolder.write(to: descriptor)
    }

    private static func file(at path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .system("open", path) }
        return descriptor
    }

    deinit {
        if isNamed { LockHolder.erase(from: descriptor) }
        close(descriptor)
    }
}

extension Store {
    /// Takes the right to hand anything over to a trainer; nil while somebody else has it who shares this ledger. What it
    /// says of submissions to that trainer changes by nobody else meanwhile.
    public func submissionLock(to endpoint: String) async throws(StoreError) -> [FileLock]? {
        let ledger = try await ledger
        return try await LedgerThreads.run { () throws(StoreError) in try ledger.submissionLock(to: endpoint)
        }
    }
}

extension Ledger {
    func submissionLock(to endpoint: String) throws(StoreError) -> [FileLock]? {
        let folder = directory + "/locks"
        if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw .system("make", folder) }
        guard let own = try FileLock(at: submissionLockPath(to: endpoint, in: directory)) else { return nil }
        // Whoever works by the folder's own ledger takes its lock alone.
        guard let old, FileManager.default.fileExists(atPath: old.state + "/locks") else { return [own] }
        guard let other = try FileLock(at: submissionLockPath(to: endpoint, in: old.state)) else {
            return nil
        }
        try takeOver()
        return [own, other]
    }

    func submissionLockPath(to endpoint: String, in directory: String) -> String {
        "\(directory)/locks/\(Digest.of(endpoint).hex.prefix(32))"
    }
}
