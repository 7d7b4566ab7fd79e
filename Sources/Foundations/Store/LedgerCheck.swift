import Dataset
import Foundation

/// Checks the ledger of runs, and mends a damaged one.
public enum LedgerCheck {
    /// Checks the ledger, and the one of earlier versions in the state directory where that is another.
    ///
    /// - Parameter dryRun: whether to change nothing and only report.
    /// - Throws: `StoreError` when it can't be read at all, was written by a newer version, or can't be written.
    public static func check(_ place: LedgerLocation, besides state: String, dryRun: Bool) throws(StoreError)
        -> [StateDamage]
    {
        var found: [StateDamage] = []
        for path in paths(of: place, besides: state) {
            guard let fault = try DatabaseDamage.fault(of: path) else { continue }
            found.append(
                dryRun ? StateDamage(.ledger, path, fault, isMended: false) : try mend(path, fault))
        }
        return found
    }

    /// The ledgers that are there.
    static func paths(of place: LedgerLocation, besides state: String) -> [String] {
        var paths = [URL(fileURLWithPath: state).path + "/ledger.sqlite"]
        if case .directory(let directory) = place {
            paths.append(URL(fileURLWithPath: directory).path + "/ledger.sqlite")
        }
        return paths.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// Whether there is any ledger: to look into one makes none.
    public static func isThere(_ place: LedgerLocation, besides state: String) -> Bool {
        !paths(of: place, besides: state).isEmpty
    }

    private static func mend(_ path: String, _ fault: String) throws(StoreError) -> StateDamage {
        guard let outcome = try LedgerRepair(path: path)() else {
            return StateDamage(
                .ledger, path,
                "\(fault); another lorapipe has it open: check again when that has ended", isMended: false)
        }
        var message =
            "\(fault): \(outcome.jobs) run(s) and \(outcome.observations) moment(s) of their histories were read and are in"
            + " a new ledger; the damaged one is \(outcome.damaged)"
        if !outcome.lost.isEmpty {
            let numbers = outcome.lost.prefix(20).map(String.init).joined(separator: ", ")
            message += "; \(outcome.lost.count) run(s) could not be read (number \(numbers)"
            message += outcome.lost.count > 20 ? ", …)" : ")"
            if !outcome.orphans.isEmpty {
                message += ", of which the histories name the jobs "
                message += outcome.orphans.prefix(20).joined(separator: ", ").printableLine
            }
            message += ": ask the trainer for its jobs before you train the same again (lorapipe jobs)"
        }
        return StateDamage(.ledger, path, message, isMended: outcome.lost.isEmpty)
    }
}
