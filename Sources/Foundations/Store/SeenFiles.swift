public import Dataset
public import Foundation
import GRDB

/// Identifies a file that was read before, without reading it: a file whose content is changed gets
/// a new `ctime`, which no program can set, whatever it does to the size and the time of changing.
public struct FileStamp: Sendable, Equatable {
    let inode: Int64
    let device: Int64
    let bytes: Int64
    /// Nanoseconds since 1970.
    let modified: Int64
    /// Nanoseconds since 1970.
    let changed: Int64

    init(inode: Int64, device: Int64, bytes: Int64, modified: Int64, changed: Int64) {
        self.inode = inode
        self.device = device
        self.bytes = bytes
        self.modified = modified
        self.changed = changed
    }

    /// The stamp of a file's status.
    public init(_ status: stat) {
        func nanoseconds(_ time: timespec) -> Int64 {
            Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }
        inode = Int64(bitPattern: UInt64(status.st_ino))
        device = Int64(bitPattern: UInt64(status.st_dev))
        bytes = Int64(status.st_size)
        modified = nanoseconds(status.st_mtim)
        changed = nanoseconds(status.st_ctim)
    }

    /// Whether the file can be changed again without its stamp changing: a file system's clock ticks in steps, of up to
    /// two seconds on some. A file that young is read again next time.
    func isFresh(at now: Int64) -> Bool { max(modified, changed) > now - 2_000_000_000 }
}

extension Caches {
    /// The digest of a file that was read before and still has this stamp; nil when it has to be read.
    public func digest(ofFile path: String, _ stamp: FileStamp) throws(StoreError) -> Digest? {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT inode, device, bytes, modified, changed, sha256 FROM seen_file WHERE path = ?",
                arguments: [Digest.of(path).hex])
            guard let row, row["inode"] == stamp.inode, row["device"] == stamp.device,
                row["bytes"] == stamp.bytes, row["modified"] == stamp.modified,
                row["changed"] == stamp.changed
            else { return nil }
            return Digest(hex: row["sha256"])
        }
    }

    /// Remembers what was read of a file, by the stamp that it had before it was read; unless the file is so young that
    /// its stamp proves nothing.
    public func remember(_ digest: Digest, ofFile path: String, _ stamp: FileStamp) throws(StoreError) {
        guard !stamp.isFresh(at: Int64(Date().timeIntervalSince1970 * 1_000_000_000)) else { return }
        try note { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO seen_file (path, inode, device, bytes, modified, changed, sha256)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Digest.of(path).hex, stamp.inode, stamp.device, stamp.bytes, stamp.modified,
                    stamp.changed, digest.hex,
                ])
        }
    }
}
