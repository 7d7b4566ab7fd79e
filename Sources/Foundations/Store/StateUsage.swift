public import Dataset
public import Foundation
import GRDB

/// What lies in a state directory.
public struct StateUsage: Sendable {
    /// Some files together.
    public struct Amount: Sendable {
        /// How many.
        public var count = 0
        /// Their size.
        public var bytes: Int64 = 0
        /// When the one was last used or changed that was not for the longest time; nil where there is none.
        public var oldest: Date?
        /// The same of the latest one.
        public var newest: Date?

        /// Nothing.
        public init() {}

        /// All files below a directory, however deep. Links are not followed.
        public init(below directory: String) {
            // What can't be listed is not counted.
            guard let names = try? FileManager.default.subpathsOfDirectory(atPath: directory) else { return }
            for name in names {
                var status = stat()
                let path = "\(directory)/\(name)"
                if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR { add(at: path) }
            }
        }

        /// Adds one.
        public mutating func add(bytes more: Int64, at moment: Date) {
            count += 1
            bytes += more
            oldest = min(oldest ?? moment, moment)
            newest = max(newest ?? moment, moment)
        }

        /// Adds a file; one that is not there is none.
        mutating func add(at path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return }
            add(bytes: Int64(status.st_size), at: Date(timeIntervalSince1970: status.st_mtim.seconds))
        }

        /// For programs.
        public var json: JSONValue {
            .record([
                "count": .int(Int64(count)), "bytes": .int(bytes),
                "oldest": oldest.map { .string($0.formatted(.iso8601)) },
                "newest": newest.map { .string($0.formatted(.iso8601)) },
            ])
        }
    }

    /// The kind of a stored file, according to the caches.
    public enum Kind: String, Sendable, CaseIterable {
        /// A file as it was fetched.
        case source
        /// A picture that was made of one.
        case prepared
        /// A small copy for a report.
        case thumbnail
        /// The caches do not name it.
        case unreferenced
    }

    /// The kept files.
    public var objects: [Kind: Amount] = [:]
    /// Those of them that the lock file of a known export names, of whatever kind: they are never pruned.
    public var locked = Amount()
    /// How many rows each table of the caches has, by name.
    public var rows: [(table: String, count: Int)] = []
    /// The caches' own files.
    public var caches = Amount()
    /// Why the caches could not be read; nil when they were.
    public var cachesError: String?
    /// What the processes at work are writing, and the tables of killed runs that a later run can go on with.
    public var temporaries = Amount()
    /// What processes left that are gone.
    public var leftBehind = Amount()
    /// The processes at work, as far as they say who they are.
    public var atWork: [LockHolder?] = []
}

extension StateDirectory {
    /// Looks through the directory.
    ///
    /// - Parameter locked: the digests that lock files of known exports name.
    /// - Throws: `StoreError` when a part of it can't be listed.
    public func usage(locked: Set<Digest>) throws(StoreError) -> StateUsage {
        var usage = StateUsage()
        let runs = try RunFolders(of: path)
        usage.leftBehind = runs.loose
        for folder in runs.folders {
            let isLeft = folder.held == .byUs
            isLeft ? usage.leftBehind.add(folder.files) : usage.temporaries.add(folder.files)
            if !isLeft { usage.atWork.append(folder.holder) }
        }
        let tables = try KeptRuns(of: path)
        usage.temporaries.add(tables.needed)
        usage.leftBehind.add(tables.left)
        var references = CacheReferences()
        do {
            if let caches = try caches() {
                references = try caches.references()
                usage.rows = try caches.rowCounts()
            }
        } catch {
            usage.cachesError = error.message
        }
        for ending in ["", "-wal", "-shm"] { usage.caches.add(at: "\(path)/caches.sqlite\(ending)") }
        try forEachObject { object in
            let moment = Date(timeIntervalSince1970: object.usedAt)
            usage.objects[references.kind(of: object.digest), default: .init()]
                .add(bytes: object.bytes, at: moment)
            if locked.contains(object.digest) { usage.locked.add(bytes: object.bytes, at: moment) }
        }
        return usage
    }

    /// The caches, where there are any: looking makes none.
    func caches() throws(StoreError) -> Caches? {
        FileManager.default.fileExists(atPath: path + "/caches.sqlite") ? try Caches(in: path) : nil
    }
}

extension StateUsage.Amount {
    /// Adds other files.
    public mutating func add(_ other: StateUsage.Amount) {
        count += other.count
        bytes += other.bytes
        oldest = [oldest, other.oldest].compactMap(\.self).min()
        newest = [newest, other.newest].compactMap(\.self).max()
    }
}
