public import Dataset
import Foundation

/// The receipts in an export's directory: `receipt.json` of the newest run of what lies there, and those of other runs
/// under names of their own. They document what was paid for, so none is ever written over by another's.
public enum ReceiptFiles {
    /// Reads a file; nil when it is not there or is no receipt, which then belongs to somebody else and is left alone.
    public static func read(_ path: String) -> JSONValue? {
        guard let size = try? FileBytes.size(of: path), size <= ReceiptForm.longest else { return nil }
        return (try? FileBytes.read(path, count: Int(size))).flatMap(ReceiptForm.read)
    }

    /// The paths of the receipts in a directory, that of the newest run first.
    public static func paths(in directory: String) -> [String] {
        // A directory that can't be listed has none that anybody could read.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let kept = names.filter { ReceiptForm.isName($0) && $0 != ReceiptForm.name }.sorted()
        return (names.contains(ReceiptForm.name) ? [ReceiptForm.name] + kept : kept).map {
            "\(directory)/\($0)"
        }
    }

    /// Where the receipt of a run lies, or would lie, among those of other runs.
    public static func keptPath(of receipt: JSONValue, in directory: String) -> String {
        var number = 1
        while true {
            let path =
                "\(directory)/\(ReceiptForm.keptName(ofJob: receipt["job_id"]?.string ?? "", number))"
            var status = stat()
            let isFree = lstat(path, &status) != 0
            if isFree || read(path).map({ ReceiptForm.isSameRun($0, receipt) }) == true { return path }
            number += 1
        }
    }

    /// Gives a receipt a name of its own in a directory on the same file system, where it makes way for another; a file
    /// that is none stays where it is.
    public static func keep(_ path: String, in directory: String) throws(StoreError) {
        guard let receipt = read(path) else { return }
        let kept = keptPath(of: receipt, in: directory)
        if rename(path, kept) != 0 { throw StoreError.system("rename to", kept) }
        try DurableFile.syncDirectory(directory)
    }
}
