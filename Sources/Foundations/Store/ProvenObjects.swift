public import Dataset
import Foundation
import Synchronization

/// The kept files that were read in this run and are what their names say: none is hashed twice.
final class ProvenObjects: Sendable {
    private let digests = Mutex<Set<Digest>>([])

    func add(_ digest: Digest) { _ = digests.withLock { $0.insert(digest) } }

    func holds(_ digest: Digest) -> Bool { digests.withLock { $0.contains(digest) } }
}

extension ObjectStore {
    /// Whether the bytes of a kept file are those of its name: to be asked before they are used. A disk can damage what it
    /// keeps. The file is read the first time that a run asks; a damaged one is removed, so that it can be had anew.
    ///
    /// - Returns: false for a file that was damaged, or is not there.
    /// - Throws: `StoreError` when it can't be read or removed.
    public func proves(_ image: SourceImage) throws(StoreError) -> Bool {
        let path = path(of: image.digest)
        guard holds(image.digest, bytes: image.bytes) else {
            // Of another length it is damaged as well.
            unlink(path)
            return false
        }
        if proven.holds(image.digest) { return true }
        var before = stat()
        guard stat(path, &before) == 0 else { return false }
        if try Self.digest(ofFile: path).digest == image.digest {
            proven.add(image.digest)
            return true
        }
        // Another task may have put a whole one there meanwhile.
        var after = stat()
        guard stat(path, &after) == 0, after.st_ino == before.st_ino else {
            return proven.holds(image.digest)
        }
        if unlink(path) != 0 && errno != ENOENT { throw StoreError.system("remove the damaged file", path) }
        return false
    }
}
