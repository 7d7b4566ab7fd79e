import Dataset
import Foundation
import Store

/// A lock file, read a picture at a time.
struct LockFile {
    /// The export as a whole.
    let head: ManifestHead
    private var lines: FileLines
    private var reader = ManifestReader()

    /// Reads the head.
    ///
    /// - Throws: `ManifestError` when it is damaged or of another version, `StoreError` when it can't be read.
    init(_ path: String) throws {
        lines = FileLines(path)
        while let line = try lines.next() {
            if case .head(let head) = try reader.take(line) {
                self.head = head
                return
            }
        }
        throw ManifestError.damaged("it is cut off")
    }

    /// Reads all of it, and keeps the head.
    ///
    /// - Throws: as above, and when a byte anywhere is not as it was written.
    init(whole path: String) throws {
        try self.init(path)
        while try next() != nil {}
    }

    /// The next picture; nil behind the last. Only then is it known that the whole file is as it was written.
    mutating func next() throws -> ManifestImage? {
        while let line = try lines.next() {
            if case .image(let image) = try reader.take(line) { return image }
        }
        try reader.finish()
        return nil
    }
}
