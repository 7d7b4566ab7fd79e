import Foundation
import GRDB

/// Whether an SQLite file is damaged, and whether somebody uses it.
enum DatabaseDamage {
    /// What is wrong with a database, by SQLite's own check of every page and index; nil when nothing is.
    ///
    /// - Throws: `StoreError` when it can't be asked for another reason, such as rights.
    static func fault(of path: String) throws(StoreError) -> String? {
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let lines = try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(3)") }
            try queue.close()
            return lines == ["ok"] ? nil : "it is damaged (\(lines.joined(separator: "; ")))".printableText
        } catch let error as DatabaseError
            where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
        {
            return "it is damaged (\(error.resultCode): \(error.message ?? "no message"))"
        } catch {
            throw StateDatabase.failure(error, "database", path)
        }
    }

    /// `F_OFD_GETLK` of Linux, which its headers show to GNU's own dialect of C alone.
    private static let openFileGetLock: Int32 = 36

    /// Whether another process has a database in write-ahead mode open: a process that has holds a lock on these bytes
    /// of its file, in every version of SQLite. Not to be asked by a process that has it open itself: by closing the
    /// file here it would lose its own locks on it.
    static func isOpen(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // SQLite's pending byte, the reserved byte behind it, and the 510 of those who read.
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0000
        lock.l_len = 512
        // As an owner of its own: then another user of it in this very process, as in a test, is seen too.
        let asked = withUnsafeMutablePointer(to: &lock) { fcntl(descriptor, openFileGetLock, $0) }
        return asked != 0 || lock.l_type != Int16(F_UNLCK)
    }
}

extension String {
    /// On one line.
    fileprivate var printableText: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
