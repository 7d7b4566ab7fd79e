public import Dataset
import Foundation

/// Files kept under the SHA-256 of their bytes: the same bytes are kept once, and a name never lies.
public struct ObjectStore: Sendable {
    private let directory: String
    private let temporaries: TemporaryFolder
    let proven = ProvenObjects()
    private let uses: ObjectUses

    init(at directory: String) throws(StoreError) {
        self.directory = directory
        for part in ["", "/objects", "/tmp"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory + part, withIntermediateDirectories: true)
            } catch {
                throw StoreError(
                    "could not make the directory \(directory + part)",
                    hint: "name a state directory that can be written with --state or LORAPIPE_STATE")
            }
        }
        try TemporaryFolder.clear(directory + "/tmp")
        temporaries = try TemporaryFolder(in: directory + "/tmp")
        uses = ObjectUses(lockedBy: Self.useLock(in: directory))
    }

    /// Where the file with these bytes lies, whether or not it is there.
    public func path(of digest: Digest) -> String { Self.path(of: digest, in: directory) }

    static func path(of digest: Digest, in directory: String) -> String {
        "\(directory)/objects/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    /// What a process locks while it marks a file as used, or removes one that is not.
    static func useLock(in directory: String) -> String { directory + "/objects.lock" }

    /// Whether a file with these bytes is kept, with the size it should have. One that is there stays there as long as
    /// this process runs: it is marked as used, and pruning passes it over.
    public func holds(_ digest: Digest, bytes: Int64) -> Bool {
        uses.mark(digest, at: path(of: digest), bytes: bytes)
    }

    /// A fresh path for a file being written; `keep` takes it in, and it is the caller's to remove otherwise.
    public func temporaryPath() -> String { "\(temporaries.path)/\(UUID().uuidString)" }

    /// Removes a temporary file, if it is there.
    public func discard(_ temporary: String) { unlink(temporary) }

    /// Takes in a file written at a temporary path: hashes it, syncs it and gives it its name. The temporary
    /// file is gone afterwards.
    public func keep(_ temporary: String) throws(StoreError) -> (digest: Digest, bytes: Int64) {
        let (digest, bytes) = try Self.digest(ofFile: temporary)
        if holds(digest, bytes: bytes) {
            unlink(temporary)
            return (digest, bytes)
        }
        let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw StoreError.system("open", temporary) }
        let synced = fsync(descriptor)
        close(descriptor)
        if synced != 0 { throw StoreError.system("sync", temporary) }
        try name(temporary, digest)
        return (digest, bytes)
    }

    /// Keeps bytes from memory.
    public func keep(_ bytes: [UInt8]) throws(StoreError) -> (digest: Digest, bytes: Int64) {
        try keep { file throws(StoreError) in try file.write(bytes) }
    }

    /// Keeps a copy of a file that is open: of that file, whatever stands under its name by now.
    public func keep(copyOf source: RegularFile) throws(StoreError) -> (digest: Digest, bytes: Int64) {
        try keep { file throws(StoreError) in
            try source.forEachChunk { chunk throws(StoreError) in try file.write(chunk) }
        }
    }

    private func keep(_ write: (DigestedFile) throws(StoreError) -> Void) throws(StoreError) -> (
        digest: Digest, bytes: Int64
    ) {
        let temporary = temporaryPath()
        do throws(StoreError) {
            let file = try DigestedFile(temporary)
            try write(file)
            let written = try file.finish()
            if holds(written.digest, bytes: written.bytes) {
                unlink(temporary)
            } else {
                try name(temporary, written.digest)
            }
            return written
        } catch {
            // On a full disk, half a file would keep it full.
            unlink(temporary)
            throw error
        }
    }

    /// Gives a synced file its name. The directory is not synced: a name that a power cut takes is missed by whoever
    /// looks for the file, and what is missing is made again. A wrong content under a name would not be noticed so.
    private func name(_ temporary: String, _ digest: Digest) throws(StoreError) {
        let path = path(of: digest)
        let folder = String(path.dropLast(digest.hex.count + 1))
        if mkdir(folder, 0o755) != 0 && errno != EEXIST { throw StoreError.system("make", folder) }
        // A state directory may come from somebody else: nothing is written where a link in it leads.
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StoreError("\(folder) is no directory", hint: "remove it: it is made again")
        }
        if rename(temporary, path) != 0 { throw StoreError.system("rename to", path) }
        proven.add(digest)
    }

    /// The SHA-256 and size of a file, read in pieces.
    public static func digest(ofFile path: String) throws(StoreError) -> (
        digest: Digest, bytes: Int64
    ) {
        try RegularFile(path).digest()
    }
}
