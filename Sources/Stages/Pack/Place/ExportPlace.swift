import Dataset
import Foundation
import Store

/// The directory of an export, taken by one run at a time for as long as this value lives.
public final class ExportPlace: Sendable {
    /// The directory.
    public let directory: String
    private let descriptor: Int32
    private let isNew: Bool

    /// The lock's file name.
    static let lockName = "manifest.lock.json"

    /// Makes the directory where it is missing, takes it, finishes what a killed run began to swap in, and looks
    /// whether the export may be written there: before the hours that its pictures may take.
    ///
    /// - Throws: `PackError` when another run has taken it or it holds what no export wrote, `StoreError`.
    public init(_ directory: String, for shape: Pack.Shape, parts: Int = 1) throws {
        // A place is told to the ledger and to people: without the slash that a shell's completion adds.
        let path = URL(fileURLWithPath: directory).path
        isNew = !FileManager.default.fileExists(atPath: path)
        self.directory = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError("could not make the directory \(directory)", hint: "choose another with --out")
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw StoreError.system("open", path) }
        // Where a file system knows no locks, two runs are the user's to keep apart.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
            throw PackError(
                message: "another run is writing an export into \(directory)",
                hint: "wait until it is done, or choose another directory with --out")
        }
        try Swap.resume(in: path)
        let earlier = Earlier(in: path)
        let entries = parts > 1 ? (1...parts).map { Parts.name($0, of: parts) } : shape.entries
        for entry in entries { try earlier.refuseStrangers(in: entry) }
    }

    deinit {
        // Nothing was written: the directory goes as it came. One that holds anything stays by itself.
        if isNew { rmdir(directory) }
        close(descriptor)
    }

    /// Starts an export beside the one that stands there.
    func stage() throws -> StagedExport { try StagedExport(in: self) }
}
