import Dataset
import Foundation
import Store
import Synchronization

/// The directory of an export, taken by one run at a time until it is released.
public final class ExportDirectory: Sendable {
    /// The directory.
    public let directory: String
    /// Nil once it was released.
    private let descriptor: Mutex<Int32?>
    private let isNew: Bool

    /// The lock's file name.
    static let lockName = "manifest.lock.json"

    /// Makes the directory where it is missing, takes it, finishes what a killed run began to swap in, and looks
    /// whether the export may be written there: before the hours that its pictures may take.
    ///
    /// - Throws: `PackError` when another run has taken it or it holds what no export wrote, `StoreError`.
    public init(_ directory: String, for format: Pack.ExportFormat, parts: Int = 1) throws {
        // The path is stored in the ledger and shown to people: without the slash that a shell's completion adds.
        let path = URL(fileURLWithPath: directory).path
        isNew = !FileManager.default.fileExists(atPath: path)
        self.directory = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            let message = "could not make the directory \(directory)"
            // A wrong name is the caller's to change; all else is this machine's.
            guard (error as? CocoaError)?.code != .fileWriteFileExists else {
                throw PackError(
                    message: message + ": a file is in the way", hint: "choose another with --out")
            }
            throw StoreError("\(message): \(error.localizedDescription)", hint: "choose another with --out")
        }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.descriptor = Mutex(descriptor < 0 ? nil : descriptor)
        if descriptor < 0 { throw StoreError.system("open", path) }
        // Where a file system knows no locks, two runs are the user's to keep apart.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
            let holder = LockHolder.read(path + "/" + ExportHolder.name).map { " (\($0))" } ?? ""
            // Not ours to give back.
            self.descriptor.withLock { $0 = nil }
            close(descriptor)
            throw PackError(
                message: "another run is writing an export into \(directory), or sending it\(holder)",
                hint: "wait until it is done, or choose another directory with --out")
        }
        ExportHolder.write(in: path)
        try Swap.resume(in: path)
        let earlier = Earlier(in: path)
        let entries = parts > 1 ? (1...parts).map { Parts.name($0, of: parts) } : format.entries
        for entry in entries { try earlier.refuseStrangers(in: entry) }
    }

    deinit { release() }

    /// Gives the directory back; may be called twice. Not left to the end of this value's life: a thread that worked
    /// with it may hold it for a moment longer than the run, or the optimiser end it long before.
    public func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            ExportHolder.erase(in: directory)
            // Nothing was written: the directory goes as it came. One that holds anything stays by itself.
            if isNew { rmdir(directory) }
            close(open)
            descriptor = nil
        }
    }

    /// Starts an export beside the one that stands there.
    func stage(imagesIn objects: ObjectStore) throws -> StagedExport {
        try StagedExport(in: self, imagesIn: objects)
    }
}
