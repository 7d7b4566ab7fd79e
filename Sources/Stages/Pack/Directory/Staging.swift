import Dataset
import Foundation
import Store

/// Where an export is written before it is swapped in: a directory that nobody looks at, on the same file system as
/// the export's. All paths are relative to the export's directory.
struct Staging {
    private let directory: String
    private let objects: ObjectStore

    /// Below an empty directory that is there.
    ///
    /// - Parameter objects: where the prepared pictures lie.
    init(_ directory: String, imagesIn objects: ObjectStore) {
        self.directory = directory
        self.objects = objects
    }

    /// Makes a directory.
    func makeDirectory(_ path: String) throws(StoreError) {
        if mkdir(full(path), 0o755) != 0 { throw StoreError.system("make", full(path)) }
    }

    /// Starts a file, in a directory that is there.
    func file(_ path: String) throws(StoreError) -> StagedFile {
        StagedFile(path, try DigestedFile(full(path)))
    }

    /// Starts a file when it is wanted.
    func file(_ path: String, if isWanted: Bool) throws(StoreError) -> StagedFile? {
        isWanted ? try file(path) : nil
    }

    /// Writes a small file whole.
    @discardableResult
    func write(_ text: String, to path: String) throws(StoreError) -> ExportFile {
        let file = try file(path)
        try file.write(text)
        return try file.finish()
    }

    /// Copies a picture to a place in the export.
    @discardableResult
    func place(_ entry: ManifestEntry, at path: String) throws(StoreError) -> ExportFile {
        let file = try file(path)
        try copy(entry) { chunk throws(StoreError) in try file.write(chunk) }
        return try file.finish()
    }

    /// Passes a picture's bytes to `write`. What is copied must be what the lock says, even when a disk changed it since
    /// it was prepared.
    func copy(
        _ entry: ManifestEntry, _ write: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        var digest = RunningDigest()
        try FileBytes.forEachChunk(of: objects.path(of: entry.prepared.digest)) { chunk throws(StoreError) in
            digest.update(chunk)
            try write(chunk)
        }
        guard digest.finish() == entry.prepared.digest else { throw entry.damage(in: objects) }
    }

    private func full(_ path: String) -> String { "\(directory)/\(path)" }
}

/// A file of an export that is being written.
final class StagedFile {
    private let path: String
    private let file: DigestedFile

    init(_ path: String, _ file: DigestedFile) {
        self.path = path
        self.file = file
    }

    /// Bytes taken so far.
    var bytes: Int64 { file.bytes }

    /// Adds bytes; the pointer is not kept.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) { try file.write(bytes) }
    /// Adds bytes.
    func write(_ bytes: [UInt8]) throws(StoreError) { try file.write(bytes) }
    /// Adds a text's UTF-8 bytes.
    func write(_ text: String) throws(StoreError) { try file.write(text) }

    /// Syncs and closes the file, and says what it became, as the lock holds it.
    func finish() throws(StoreError) -> ExportFile {
        let (digest, bytes) = try file.finish()
        return ExportFile(path: path, digest: digest, bytes: bytes)
    }
}

extension ManifestEntry {
    /// The stored picture is not what was kept.
    func damage(in objects: ObjectStore) -> StoreError {
        StoreError(
            "the stored picture \(objects.path(of: prepared.digest)) is damaged",
            hint: "delete that file and run the command again")
    }
}
