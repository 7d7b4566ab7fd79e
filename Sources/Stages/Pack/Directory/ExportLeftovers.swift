import Foundation
public import Store

/// What a run left in an export's directory that was killed while it wrote there.
public enum ExportLeftovers {
    /// How much it is; nil where nothing is left, or the next export there still needs it: one that was swapped in when
    /// the run was killed is finished by that.
    ///
    /// - Parameter removes: whether to remove it.
    /// - Throws: `StoreError` when it can't be removed.
    public static func left(in directory: String, removes: Bool) throws -> StateUsage.Amount? {
        let staging = "\(directory)/\(Swap.staging)"
        guard StagedExport.isThere(staging) else { return nil }
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Held by nobody: a process that writes there holds the directory's lock.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, !StagedExport.isThere("\(staging)/\(Swap.journal)")
        else { return nil }
        let amount = StateUsage.Amount(below: staging)
        if removes { try StagedExport.removeTree(staging) }
        return amount
    }
}
